"""The satker register: columns, values, the workbook, strict reading."""
