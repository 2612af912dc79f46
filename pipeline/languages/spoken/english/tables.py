"""Tables of the English rules: units, money, abbreviations, names."""

from __future__ import annotations

MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
    "aug": "August", "sep": "September", "sept": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
MONTH_NAMES = list(dict.fromkeys(MONTHS.values()))
MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)

# symbol or code: one, many, one hundredth, hundredths
MONEY: dict[str, tuple[str, str, str, str]] = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("US dollar", "US dollars", "cent", "cents"),
    "AU$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "CA$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₽": ("ruble", "rubles", "kopeck", "kopecks"),
    "₺": ("lira", "lira", "kurus", "kurus"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "₿": ("bitcoin", "bitcoins", "", ""),
    "USD": ("US dollar", "US dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "JPY": ("yen", "yen", "sen", "sen"),
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "RMB": ("renminbi", "renminbi", "fen", "fen"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "KRW": ("won", "won", "jeon", "jeon"),
    "Rs": ("rupee", "rupees", "paisa", "paise"),
}
SCALES = {
    "k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "t": "trillion",
    "tn": "trillion", "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion",
}  # fmt: skip

# unit: one, many. Units of a single letter count only with figures and, but for m, g and l, without a space.
UNITS: dict[str, tuple[str, str]] = {
    "mm": ("millimeter", "millimeters"), "cm": ("centimeter", "centimeters"), "dm": ("decimeter", "decimeters"),
    "m": ("meter", "meters"), "km": ("kilometer", "kilometers"), "µm": ("micrometer", "micrometers"),
    "μm": ("micrometer", "micrometers"), "nm": ("nanometer", "nanometers"), "in": ("inch", "inches"),
    "ft": ("foot", "feet"), "yd": ("yard", "yards"), "yds": ("yard", "yards"), "mi": ("mile", "miles"),
    "mg": ("milligram", "milligrams"), "g": ("gram", "grams"), "kg": ("kilogram", "kilograms"),
    "kgs": ("kilogram", "kilograms"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "t": ("ton", "tons"), "ml": ("milliliter", "milliliters"), "mL": ("milliliter", "milliliters"),
    "cl": ("centiliter", "centiliters"), "l": ("liter", "liters"), "L": ("liter", "liters"),
    "gal": ("gallon", "gallons"), "pt": ("pint", "pints"), "gals": ("gallon", "gallons"), "pts": ("point", "points"),
    "qt": ("quart", "quarts"), "qts": ("quart", "quarts"), "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"), "cc": ("cubic centimeter", "cubic centimeters"),
    "fl oz": ("fluid ounce", "fluid ounces"), "ozs": ("ounce", "ounces"), "bbl": ("barrel", "barrels"),
    "s": ("second", "seconds"), "sec": ("second", "seconds"), "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"), "ns": ("nanosecond", "nanoseconds"), "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"), "h": ("hour", "hours"), "hr": ("hour", "hours"), "hrs": ("hour", "hours"),
    "d": ("day", "days"), "yr": ("year", "years"), "yrs": ("year", "years"), "mo": ("month", "months"),
        "mos": ("month", "months"),
    "wk": ("week", "weeks"), "wks": ("week", "weeks"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"), "W": ("watt", "watts"),
    "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"),
    "kWh": ("kilowatt hour", "kilowatt hours"), "V": ("volt", "volts"), "kV": ("kilovolt", "kilovolts"),
    "mV": ("millivolt", "millivolts"), "mA": ("milliampere", "milliamperes"), "Ω": ("ohm", "ohms"),
    "kJ": ("kilojoule", "kilojoules"), "cal": ("calorie", "calories"), "kcal": ("kilocalorie", "kilocalories"),
    "Pa": ("pascal", "pascals"), "kPa": ("kilopascal", "kilopascals"), "hPa": ("hectopascal", "hectopascals"),
    "psi": ("PSI", "PSI"), "dB": ("decibel", "decibels"), "ha": ("hectare", "hectares"), "ac": ("acre", "acres"),
    "KB": ("kilobyte", "kilobytes"), "kB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"),
    "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "kbps": ("kilobit per second", "kilobits per second"), "mbps": ("megabit per second", "megabits per second"),
    "Mbps": ("megabit per second", "megabits per second"), "gbps": ("gigabit per second", "gigabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometer per hour", "kilometers per hour"), "kmph": ("kilometer per hour", "kilometers per hour"),
    "rpm": ("revolution per minute", "revolutions per minute"), "fps": ("frame per second", "frames per second"),
    "bpm": ("beat per minute", "beats per minute"), "mol": ("mole", "moles"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "° C": ("degree Celsius", "degrees Celsius"),
    "° F": ("degree Fahrenheit", "degrees Fahrenheit"), "℃": ("degree Celsius", "degrees Celsius"),
    "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
}  # fmt: skip
# Written with a full stop that is theirs.
STOPPED = frozenset(
    "ft in yd yds mi lb lbs oz ozs gal gals pt pts qt qts tsp tbsp sec secs min mins hr hrs yr yrs mos "
    "mo wk wks m cm mm km kg kgs".split()
) | {"° F", "° C", "°F", "°C"}
# Only these stand directly after a number without a space and without doubt, or are letters of serials otherwise.
TIGHT_ONLY = frozenset("s h d t W V in mo".split())
SQUARED = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}

# Before a name.
TITLES = {
    "Mr": "Mister", "Mrs": "Misses", "Ms": "Miz", "Mx": "Mix", "Messrs": "Messieurs", "Dr": "Doctor", "Drs": "Doctors",
    "Prof": "Professor", "Rev": "Reverend", "Revd": "Reverend", "Hon": "Honorable", "St": "Saint", "Sts": "Saints",
    "Mt": "Mount", "Ft": "Fort", "Gen": "General", "Col": "Colonel", "Maj": "Major", "Capt": "Captain",
    "Cpt": "Captain", "Lt": "Lieutenant", "Lieut": "Lieutenant", "Sgt": "Sergeant", "Cpl": "Corporal", "Pvt": "Private",
    "Pfc": "Private First Class", "Cmdr": "Commander", "Cdr": "Commander", "Adm": "Admiral", "Brig": "Brigadier",
    "Gov": "Governor", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative", "Reps": "Representatives",
    "Pres": "President", "Supt": "Superintendent", "Insp": "Inspector", "Det": "Detective", "Fr": "Father",
    "Bro": "Brother", "Mme": "Madame", "Mlle": "Mademoiselle", "Mgr": "Monsignor", "Msgr": "Monsignor", "Sr": "Senior",
    "Jr": "Junior",
}  # fmt: skip
# Wherever they stand, with their full stop; the ones marked * also end sentences and keep a full stop there.
ABBREVIATIONS = {
    "vs": "versus", "viz": "namely", "cf": "compare", "Cf": "Compare", "Viz": "Namely",
        "Approx": "Approximately", "e.g": "for example", "i.e": "that is", "etc": "et cetera",
    "&c": "et cetera", "approx": "approximately", "ca": "circa", "esp": "especially", "incl": "including",
    "dept": "department", "govt": "government", "ltd": "limited", "inc": "incorporated", "corp": "corporation",
        "Inc": "Incorporated", "Ltd": "Limited", "Co": "Company",
    "Corp": "Corporation", "Bros": "Brothers", "Esq": "Esquire", "Jr": "Junior", "Sr": "Senior", "Univ": "University",
    "Assn": "Association", "misc": "miscellaneous", "et al": "et al", "ibid": "ibid", "op. cit": "op cit",
    "loc. cit": "loc cit", "inst": "instant", "ult": "ultimo", "prox": "proximo", "repr": "reprinted",
    "rev. ed": "revised edition", "eds": "editors", "MSS": "manuscripts", "Ave": "Avenue", "Blvd": "Boulevard",
    "Rd": "Road", "Hwy": "Highway", "Sq": "Square", "Pkwy": "Parkway", "Mon": "Monday", "Tues": "Tuesday",
    "Tue": "Tuesday", "Wed": "Wednesday", "Thurs": "Thursday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday",
    "Ph.D": "PhD", "Mss": "manuscripts",
}  # fmt: skip
# Given names as older books write them, and what they signed with.
GIVEN = {
    "Wm": "William", "Chas": "Charles", "Geo": "George", "Jas": "James", "Thos": "Thomas", "Jno": "John",
    "Robt": "Robert", "Benj": "Benjamin", "Edw": "Edward", "Saml": "Samuel", "Jos": "Joseph", "Richd": "Richard",
    "Danl": "Daniel", "Eliz": "Elizabeth", "Fredk": "Frederick", "Nath": "Nathaniel", "Theo": "Theodore",
    "Alexr": "Alexander",
}  # fmt: skip
PLACES = {"Apt": "Apartment", "Hwy": "Highway", "Rt": "Route", "Rte": "Route", "Rm": "Room", "Vol": "Volume",
          "Fig": "Figure"}  # fmt: skip
WEEKDAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday", "Fri": "Friday", "Sat": "Saturday",
    "Sun": "Sunday",
}  # fmt: skip
OLD_STATES = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Cal": "California",
    "Colo": "Colorado", "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois",
    "Ind": "Indiana", "Kan": "Kansas", "Kans": "Kansas", "Ky": "Kentucky", "La": "Louisiana", "Md": "Maryland",
    "Mass": "Massachusetts", "Mich": "Michigan", "Minn": "Minnesota", "Miss": "Mississippi", "Mo": "Missouri",
    "Mont": "Montana", "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma", "Ore": "Oregon", "Pa": "Pennsylvania",
    "Penn": "Pennsylvania", "Tenn": "Tennessee", "Tex": "Texas", "Va": "Virginia", "Vt": "Vermont",
    "Wash": "Washington", "Wis": "Wisconsin", "Wyo": "Wyoming",
}  # fmt: skip
# Before a number.
NUMBERED = {
    "no": "number", "nos": "numbers", "vol": "volume", "vols": "volumes", "p": "page", "pp": "pages", "ch": "chapter",
    "chap": "chapter", "chaps": "chapters", "fig": "figure", "figs": "figures", "sec": "section", "sect": "section",
    "art": "article", "par": "paragraph", "v": "verse", "vv": "verses", "l": "line", "ll": "lines", "bk": "book",
    "pt": "part", "sc": "scene", "cap": "chapter", "lib": "book", "bks": "books", "pts": "parts", "sects": "sections",
    "arts": "articles", "fol": "folio", "apt": "apartment", "op": "opus", "eq": "equation", "app": "appendix",
    "ed": "edition", "c": "circa", "cl": "clause", "para": "paragraph", "paras": "paragraphs", "secs": "sections",
    "eqs": "equations", "ext": "extension", "tel": "telephone",
}  # fmt: skip
STREETS = {
    "St": "Street", "st": "street", "Ave": "Avenue", "ave": "avenue", "Blvd": "Boulevard", "Rd": "Road", "rd": "road",
    "Dr": "Drive", "Ln": "Lane", "Ct": "Court", "Hwy": "Highway", "hwy": "Highway", "Pl": "Place", "Sq": "Square",
    "Pkwy": "Parkway", "Ter": "Terrace", "Expy": "Expressway", "Fwy": "Freeway", "Tpke": "Turnpike", "Cir": "Circle",
    "Trl": "Trail",
}  # fmt: skip
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
    "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "DC",
}  # fmt: skip
VULGAR = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9),
    "⅒": (1, 10),
}  # fmt: skip
SYMBOLS = {
    "%": "percent", "‰": "per mille", "&": "and", "=": "equals", "≠": "is not equal to", "≈": "is about",
    "≤": "is at most", "≥": "is at least", "<": "is less than", ">": "is greater than", "×": "times", "÷": "divided by",
    "±": "plus or minus", "√": "the square root of", "∞": "infinity", "π": "pi", "§": "section", "¶": "paragraph",
    "©": "copyright", "®": "", "™": "", "°": "degrees", "№": "number", "#": "hash", "@": "at", "$": "dollar",
    "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "₹": "rupee", "¢": "cents", "+": "plus", "†": "", "‡": "",
    "→": "to", "←": "from", "♯": "sharp", "♭": "flat", "℞": "recipe", "℅": "care of", "~": "about", "\\": "backslash",
}  # fmt: skip
# Said letter by letter although they hold a vowel.
LETTERED = frozenset(
    "AAA ABC ABCD AARP ACLU AFAIK BMI CEO CIA COO CTO DIY DNA EEC EPA ETA EU FAA FAQ FIR HIV ICU "
    "IEEE IMDB IOU FBI IBM PTA AFL CIO AI IOC IMF EP PE OBE MBE EKG UPS USN USS AWOL OTC ABS AMA "
    "APA ATM ESP GPA IVF IUD ADHD FYI BYOB IPO IQ IRA IRS ISBN ISO ISS LA MBA MIA MIT MRI NCAA NIH "
    "NSA OECD OED PTSD RAF ROI SUV TBA UAE UCLA UFO UK UN URL USA USAF USB USDA USSR VIP".split()
)
# Before a chapter of the Bible.
BOOKS = {
    "Gen": "Genesis", "Exod": "Exodus", "Ex": "Exodus", "Lev": "Leviticus", "Num": "Numbers", "Deut": "Deuteronomy",
    "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel", "Kgs": "Kings", "Chron": "Chronicles", "Chr": "Chronicles",
    "Neh": "Nehemiah", "Ps": "Psalm", "Pss": "Psalms", "Prov": "Proverbs", "Eccl": "Ecclesiastes", "Isa": "Isaiah",
    "Jer": "Jeremiah", "Lam": "Lamentations", "Ezek": "Ezekiel", "Dan": "Daniel", "Hos": "Hosea", "Mic": "Micah",
    "Zech": "Zechariah", "Mal": "Malachi", "Matt": "Matthew", "Mt": "Matthew", "Mk": "Mark", "Lk": "Luke", "Jn": "John",
    "Rom": "Romans", "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians", "Phil": "Philippians",
    "Thess": "Thessalonians", "Tim": "Timothy", "Tit": "Titus", "Heb": "Hebrews", "Jas": "James", "Pet": "Peter",
    "Rev": "Revelation",
}  # fmt: skip
FULL_BOOKS = frozenset(BOOKS.values()) | {
    "Acts",
    "Job",
    "Ruth",
    "Esther",
    "Joel",
    "Amos",
    "Jonah",
    "Nahum",
    "Philemon",
    "Jude",
    "Colossians",
    "Psalms",
    "Ezra",
}
