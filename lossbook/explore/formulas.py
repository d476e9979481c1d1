"""The losses once more, as expressions that a chart computes inside a page.

A page has no Python. Its charts therefore carry a second copy of the mathematics,
written in the expression language of Vega, a small part of JavaScript. Each formula
stands here once; a chart puts its own expressions in the places of the variables. The
tests compare every value with Keras, and every slope with finite differences.

Source of the language: https://vega.github.io/vega/docs/expressions/
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """A function and its slope.

    Attributes:
        variable: What the slope is for.
        value: The function, as an expression of its variables.
        slope: Its derivative, likewise. At a kink it is what TensorFlow answers.
        jumps: Where the slope jumps, as numbers.
    """

    variable: str
    value: str
    slope: str
    jumps: tuple = ()

    def at(self, **operands):
        """Put expressions in the places of some variables.

        Where the slope jumps is only known of the variable itself.

        >>> ERROR_LOSSES["MeanSquaredError"].at(e="w - 2")
        Formula(variable='e', value='((w - 2) * (w - 2))', slope='(2 * (w - 2))', jumps=())
        """
        names = re.compile(r"(?<![\w.])(" + "|".join(operands) + r")(?!\w)")

        def put_in(expression):
            return (
                f"({names.sub(lambda name: _operand(operands[name[1]]), expression)})"
            )

        return Formula(self.variable, put_in(self.value), put_in(self.slope))


def _operand(expression):
    """Put parentheses around whatever is not one name or one number."""
    text = str(expression)
    return text if re.fullmatch(r"[\w.]+", text) else f"({text})"


# The loss of one example over its error e = y_pred − y_true, by the name that the loss
# has in Keras. Sources: `lossbook.losses`, and for Huber's
# loss Huber, Robust Estimation of a Location Parameter, 1964.
ERROR_LOSSES = {
    "MeanAbsoluteError": Formula("e", "abs(e)", "e > 0 ? 1 : e < 0 ? -1 : 0", (0,)),
    "MeanSquaredError": Formula("e", "e * e", "2 * e"),
    "Huber": Formula(
        "e",
        "abs(e) <= delta ? e * e / 2 : delta * (abs(e) - delta / 2)",
        "abs(e) <= delta ? e : e > 0 ? delta : -delta",
    ),
}

# Half the squared error of an answer a, so that its slope is the error itself.
HALF_SQUARED_ERROR = Formula("a", "(a - y) * (a - y) / 2", "a - y")

# Bishop, Pattern Recognition and Machine Learning, 2006, equation 4.59.
SIGMOID = Formula("z", "1 / (1 + exp(-z))", "1 / (2 + exp(z) + exp(-z))")

# The loss of one probability p, clipped as Keras clips it; where it is clipped, moving
# p changes nothing. Bishop 2006, equation 4.90.
BINARY_CROSSENTROPY = Formula(
    "p",
    "-y * log(clamp(p, 1e-7, 1 - 1e-7)) - (1 - y) * log(1 - clamp(p, 1e-7, 1 - 1e-7))",
    "p < 1e-7 || p > 1 - 1e-7 ? 0 : (1 - y) / (1 - p) - y / p",
)

# The same of a logit z, with p = sigmoid(z). Bishop 2006, equation 4.91.
BINARY_CROSSENTROPY_OF_LOGIT = Formula(
    "z", "max(z, 0) - y * z + log(1 + exp(-abs(z)))", "1 / (1 + exp(-z)) - y"
)


def softmax(logits):
    """The probabilities of the classes, one expression for each logit.

    The largest logit is subtracted first, so that exp cannot overflow. Source: Bishop
    2006, equation 4.62.

    >>> softmax(["a", "b"])[0]
    'exp(a - max(a, b)) / (exp(a - max(a, b)) + exp(b - max(a, b)))'
    """
    powers = _powers(logits)
    return [f"{power} / ({' + '.join(powers)})" for power in powers]


def softmax_crossentropy(targets, logits):
    """The cross-entropy of targets that sum to one with the softmax of logits.

    Source: Bishop 2006, equations 4.108 and 4.109.

    Returns:
        The loss, and its slope for each logit.

    >>> loss, slopes = softmax_crossentropy(["1", "0"], ["a", "b"])
    >>> slopes[1] == f"{softmax(['a', 'b'])[1]} - (0)"
    True
    """
    pairs = zip(targets, logits, strict=True)
    gaps = [f"({y}) * ({_top(logits)} - {z})" for y, z in pairs]
    loss = f"{' + '.join(gaps)} + log({' + '.join(_powers(logits))})"
    pairs = zip(targets, softmax(logits), strict=True)
    return loss, [f"{p} - ({y})" for y, p in pairs]


def _top(logits):
    return f"max({', '.join(logits)})"


def _powers(logits):
    return [f"exp({z} - {_top(logits)})" for z in logits]


def mean(terms):
    """The mean of some expressions.

    >>> mean(["a", "b"])
    '(a + b) / 2'
    """
    return f"({' + '.join(terms)}) / {len(terms)}"
