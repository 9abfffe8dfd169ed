"""Runs the test functions of one portable file inside MicroPython; no unittest is needed there.

MODULE (the file's name without .py) and PATH are set by whoever starts this. Printed for each
function: "PASS name", or "FAIL name" with the traceback up to "END name"; at last "DONE count".
"""

import sys


def run(module_name):
    """Import the file and call each test_ function, in alphabetical order."""
    module = __import__(module_name)
    names = sorted(name for name in dir(module) if name.startswith("test_"))
    for name in names:
        try:
            getattr(module, name)()
        except Exception as error:
            print("FAIL", name)
            sys.print_exception(error)
            print("END", name)
        else:
            print("PASS", name)
    print("DONE", len(names))
