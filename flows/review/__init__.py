"""The review page: a server on loopback, on which an editor listens and decides. It writes nothing but manifests."""
