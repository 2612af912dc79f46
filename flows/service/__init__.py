"""The service: other programs have lines spoken by this house's voices, over HTTP.

keys.py       who may ask, and for what: keys, hashed at rest         door.py     who comes in: keys, limits, bounds
texts.py      a text -> the requests that a book would make of it     queueing.py requests -> takes, on warm engines
sounds.py     takes -> the bytes of a sound file, as they are made    stage.py    what all requests share
speech.py, voices.py   the routes                                     app.py      all of them behind the door
audit.py      who had what spoken by whose voice                      serving.py  a socket, until Ctrl-C
"""
