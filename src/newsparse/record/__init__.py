"""The record's one specification, read off its dataclasses, and its JSON.

A dataclass says all there is to say of a key in the annotation of its field: the type, and a `Spec`. `keys_of` reads
that, once for each class. By these keys go JSON out and in, the JSON Schema, Parquet, CSV and docs/record.md.
"""

from newsparse.record.fit import fit
from newsparse.record.json_in import from_dict
from newsparse.record.json_out import iso, to_dict, to_json
from newsparse.record.keys import EMPTY, MOMENT, Key, Shape, Spec, keys_of

__all__ = ["EMPTY", "MOMENT", "Key", "Shape", "Spec", "fit", "from_dict", "iso", "keys_of", "to_dict", "to_json"]
