"""Why a plan is as it is: conflict sets, minimal facts, remedies, prices."""
