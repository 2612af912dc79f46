"""A canary: a new version of a voice speaks what the old one speaks; figures, and a page for ears that are not told.

comparing.py  both versions speak and are heard    texts.py  an audition set, or a share of a production's chapters
page.py       the listening page                   votes.py  what people preferred, told apart again
costing.py    what each costs to speak, timed beside the other
promoting.py  whether an alias may move
"""
