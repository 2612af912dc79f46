"""The loop of a training, the same for both networks: steps, states, figures, memory, and leaving when asked to."""
