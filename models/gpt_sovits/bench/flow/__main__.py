"""`python -m models.gpt_sovits.bench.flow`: see throughput.py."""

import sys

from models.gpt_sovits.bench.flow.throughput import main

sys.exit(main())
