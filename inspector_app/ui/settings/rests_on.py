"""Whose work is shipped with the program, by licence (SPDX). Kept true by tests/house/test_licences.py."""

# Python packages by the names under which they are locked.
PACKAGES: dict[str, tuple[str, ...]] = {
    "LGPL-3.0-only": ("pyside6-addons", "pyside6-essentials", "shiboken6"),
    "MIT": (
        "argon2-cffi", "argon2-cffi-bindings", "backports-tarfile", "charset-normalizer", "et-xmlfile", "jaraco-classes", "jaraco-context",
        "jaraco-functools", "jeepney", "keyring", "more-itertools", "openpyxl", "pip", "pluggy", "tabulate", "urllib3", "zipp",
    ),
    "MIT-0": ("cffi",),
    "MIT-CMU": ("pillow",),
    "BSD-3-Clause": (
        "click", "click-default-group", "exifread", "idna", "msgspec", "pi-heif", "pycparser", "python-dateutil", "pywin32-ctypes",
        "secretstorage", "pypdf", "pyserial", "segno", "zstandard",
    ),
    "Apache-2.0": ("importlib-metadata", "lazy-importer", "requests", "sqlite-fts4", "sqlite-utils", "typst", "tzdata", "zxing-cpp"),
    "Apache-2.0 OR BSD-3-Clause": ("cryptography",),
    "MPL-2.0": ("certifi",),
    "Zlib": ("sqlcipher3",),
}  # fmt: skip

# What lies inside them or beside them, and carries its licence in a file of its own.
INSIDE: dict[str, tuple[str, ...]] = {
    "LGPL-3.0-only": ("Qt",),
    "LGPL-3.0-or-later": ("libheif", "libde265"),
    "PSF-2.0": ("Python",),
    "BSD-3-Clause": ("SQLCipher",),
    "Apache-2.0": ("OpenSSL", "Material Design Icons"),
    "OFL-1.1": ("Noto Sans SC",),
    "Bitstream-Vera": ("DejaVu Sans Mono",),  # in typst; digests of a PDF are set in it
}


def named() -> list[tuple[str, str]]:
    """Licences, each with the works under it in one line."""
    licences = [*INSIDE, *(licence for licence in PACKAGES if licence not in INSIDE)]
    return [(licence, ", ".join([*INSIDE.get(licence, ()), *PACKAGES.get(licence, ())])) for licence in licences]
