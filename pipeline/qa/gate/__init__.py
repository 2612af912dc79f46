"""The gate: from what was heard of a take to its verdict. Pure functions of hearings, texts and thresholds."""
