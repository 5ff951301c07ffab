"""Makes registers and mail of people who do not exist, with the right answers beside them.

For demonstrations, tests and benchmarks. The same arguments give the same bytes.
"""
