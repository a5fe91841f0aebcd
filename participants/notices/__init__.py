"""Letters by e-mail: a step is complete, a permit is recorded, somebody's data are about to end.

    queueing    a deed leaves a row in the outbox, in its own transaction: no letter without the deed, nor the other way
    letters     writing one, when it is sent: the outbox holds no address and no name
    sending     taking rows from the outbox under a lease, sending, trying again after growing pauses
    stopping    who wants no letters any more says so by a link in each of them

What they say is told from above, where permits are known too: `sending` is handed whoever composes each kind.
"""
