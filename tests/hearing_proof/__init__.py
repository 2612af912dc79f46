"""A proof of the quality gate by another hand: `python -m tests.hearing_proof --help`. No part of any test run."""
