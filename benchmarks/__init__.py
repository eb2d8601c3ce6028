"""Ratios measured side by side: ours against a reference, both in one run.

numpy has one thread here, as in the web process: the system tells of another thread's CPU time too late to be compared.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
