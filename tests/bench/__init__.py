"""`make bench`: seeds a database of its own, serves the portal as `make run` does, and measures it.

Beside the portal a bare Django project (`bare`) is served and measured in turn with it, so that figures of a noisy
machine can still be compared: R is its page with a template of 20 rows, I its form with one insert.

Nothing here imports Django but what runs in a process of its own: `inside` (asks a WSGI application and says what it
cost), `preparing` (what only the portal itself can make: sealed answers, sessions) and `enlarging`.
"""
