"""ISO 639 codes of the languages without a record."""

from __future__ import annotations

# A code of two letters that is neither here nor in a record names no language.
# ISO 639-1: ISO 639-2 terminological / bibliographic, where it differs.
_CODES = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg as:asm av:ava ay:aym az:aze ba:bak be:bel bh:bih bi:bis
bm:bam bn:ben bo:bod/tib br:bre bs:bos ce:che ch:cha co:cos cr:cre cu:chu cv:chv cy:cym/wel dv:div dz:dzo
ee:ewe eu:eus/baq ff:ful fj:fij fo:fao fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau ho:hmo ht:hat
hz:her ia:ina ie:ile ig:ibo ii:iii ik:ipk io:ido iu:iku kg:kon ki:kik kj:kua kk:kaz
kl:kal km:khm kn:kan kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir lb:ltz lg:lug li:lim ln:lin lo:lao lu:lub
mg:mlg mh:mah mi:mri/mao mk:mkd/mac ml:mal mn:mon mr:mar ms:msa/may mt:mlt my:mya/bur na:nau nb:nob nd:nde
ne:nep ng:ndo nn:nno nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli ps:pus qu:que
rm:roh rn:run rw:kin sa:san sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sm:smo sn:sna so:som ss:ssw st:sot
su:sun sw:swa ta:tam te:tel tg:tgk ti:tir tk:tuk tn:tsn to:ton ts:tso tt:tat tw:twi ty:tah ug:uig ur:urd
uz:uzb ve:ven vo:vol wa:wln wo:wol xh:xho yo:yor za:zha zu:zul
"""
CODES = {two: three.replace("/", " ") for two, _, three in (pair.partition(":") for pair in _CODES.split())}
