"""TTML and its profiles: IMSC, EBU-TT, the drafts of 2006 (DFXP), and DAPT, which has records of its own."""
