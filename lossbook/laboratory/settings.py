"""The settings of the laboratories, said once: their page gets them as JSON."""

SIDE = 28  # pixels of a picture
SIZES = (SIDE * SIDE, 84, 10)  # pixels, hidden units, classes
# The losses to choose from, and how many decimals each has in a list.
DECIMALS = {"cross-entropy": 2, "MSE": 3, "MAE": 3}
LOSSES = tuple(DECIMALS)
RATES = (
    "0.0001",
    "0.001",
    "0.01",
    "0.1",
    "1",
    "10",
)  # learning rates, as they are shown
START_RATE = "0.001"
BATCH = 256  # digits of a batch
BATCHES = 235  # of a run: as many as one epoch of the chapter has
MISTAKES = 12  # how many digits the list of mistakes has
