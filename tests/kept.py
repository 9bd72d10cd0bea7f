"""To load this keeps all that is loaded by then from being looked through for garbage."""

import gc

gc.collect()
gc.freeze()
