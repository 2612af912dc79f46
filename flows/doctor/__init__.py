"""The doctor: a voice is examined as a production would use it, and what is the matter is said in plain words.

records.py     what was found, step by step    examining.py  the steps in order, until one stops the rest
files.py       files, digests, loading         speaking.py   ten sentences, and what their takes show
hearing.py     what listeners hear of the takes and of the reference clip
"""
