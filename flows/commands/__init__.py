"""One file a command: `arguments(parser)` and `run(options) -> exit code`; its docstring is its help."""
