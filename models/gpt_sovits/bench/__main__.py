"""`python -m models.gpt_sovits.bench`: throughput at full size with random weights (throughput.py)."""

import sys

from models.gpt_sovits.bench.throughput import main

sys.exit(main())
