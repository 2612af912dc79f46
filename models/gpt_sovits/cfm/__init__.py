"""v3 and v4: semantic tokens + phones + style -> mel bands by conditional flow matching (a DiT) -> a vocoder."""
