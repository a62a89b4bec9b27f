"""Dumps: many pages out of any container, read by many processes, into one file; resumable at any point.

    inputs/      what is given -> RawPage and Fault, in order, each with its position
    batch        one plain function over a batch of pages: what a worker (or an engine) runs
    supervisor   worker processes that may die or hang, and batches in input order all the same
    outputs/     records -> rows of a format; the file that takes them, and what becomes of it at the end
    resume       how far a run has come, on the disk
    run          all of it together

Nothing here is imported by ``import newsparse``.
"""
