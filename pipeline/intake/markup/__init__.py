"""XHTML, HTML and DTBook into blocks: parsing, element semantics, style sheets, ruby, formulas, note references."""
