"""Lists of sound files and what they ought to say (`voicepress check`): read, decoded, answered in place."""
