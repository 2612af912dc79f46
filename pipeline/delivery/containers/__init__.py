"""Files as bytes: MP4, MPEG audio, ZIP; tags, and the essence (the sound alone) of every container."""
