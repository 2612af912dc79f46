"""SoVITS: prior encoder, normalising flow, vocoder, style and speaker encoders, spectra."""
