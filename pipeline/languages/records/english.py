"""English."""

from __future__ import annotations

from pipeline.languages.record import CreditWords, Dialogue, FormulaWords, Headings, Language, Letters, Splitting

LANGUAGES = (
    Language(
        tag="en",
        name="English",
        codes="eng",
        called={
            "en": (
                "english inglés ingles anglais englisch inglese inglês engels engelska engelsk английский 英語 "
                "英语 英文"
            ),
            "en-US": "american-english us-english english-us",
            "en-GB": "british-english uk-english english-uk",
        },
        slips={"us": "en-US", "gb": "en-GB", "usa": "en-US", "engl": "en", "en-uk": "en-GB", "en-en": "en"},
        letters=Letters(
            guests="éèêëàâçñïîôöüæœáíóúåäø",
            common=("the and of to in that was he it his with as had for she not but at her on they you be have"),
            more="is this which from by are were an or so all there",
            single="AIO",
            western=True,
            apostrophes=True,
        ),
        small_words=(
            "the of and to in that was his it with as had for she not but at her on they you be have is are "
            "were this from by he him which or an my me we our your their them there what who when would could "
            "should will shall been has do did no so if all one said out up into then than its only some more "
            "about very how where why can may must such these those upon after before again never ever know "
            "think don't it's i'm i'll can't won't isn't that's you're we're i've didn't a i man men die war "
            "am us come came see go old well here now too over any most made love good let like just down day "
            "little time way own also oh yes tell give take get"
        ),
        told_in_lines=True,
        splitting=Splitting(
            titles=(
                "mr mrs ms mx messrs mssrs dr drs prof rev revd hon st sts mt mts ft gen col maj capt cpt lt sgt "
                "cpl pvt pfc cmdr comdr cdr adm brig gov sen sens rep reps pres supt insp det fr bro mme mlle mgr "
                "msgr cllr amb sra srta vs viz cf e.g i.e eg ie ca approx esp incl ph v.s subsp p.s spp var synth "
                "resp phil ex"
            ),
            numbered=(
                "no nos n° nº p pp vol vols ch chap chaps art arts sec sect fig figs eq par para v vv l ll bk pt "
                "op ed nr ver app sc n f rs jan feb mar apr jun jul aug sep sept oct nov dec tel ext"
            ),
            ending=(
                "al cent sq cu crim jr jnr sr snr esq etc inc ltd llc co corp bros plc ave blvd rd st ln hwy dept "
                "est univ assn min max hr hrs sec mo yr yrs ft in lb lbs oz jan feb mar apr jun jul aug sep sept "
                "oct nov dec mon tue tues wed thu thur thurs fri sat sun ariz calif colo conn del fla ga ill ind "
                "kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo a.m "
                "p.m am pm b.c a.d b.c.e c.e u.s u.s.a u.k u.n e.u d.c n.y l.a ph.d m.d b.a m.a d.d p.s q.e.d "
                "r.i.p n.b et.al"
            ),
            starters=(
                "a an the he she it they we you i this that these those there here but and or so then when while "
                "if as at in on for from to with without after before not no yes what why how who where which "
                "whose is are was were do does did have has had can could will would should may might my your his "
                "her its our their one some many most all both each every although though however because since "
                "until once now also even still just perhaps well oh let nor another such today yesterday tomorrow "
                "later during by about millions more being according please never nothing everyone nobody somebody "
                "call"
            ),
            small="sun sat mass miss wash ill ore mar la pa ga may",
            uncounted="in am max",
            capital_word="I",
            careless=True,
            also={"ft": r"\d\s$", "st": r"(?:[a-z]\s+[A-Z][\w’'-]+|\d(?:st|nd|rd|th)) $"},
            when=(
                r"(?:^|[.!?][\"”’]?\s)[\"“‘]?(?:At|By|Before|After|Until|Till|Since|Around|About|"
                r"From)\s(?:[\w:.]+\s){0,3}[\d:.]+\s?[ap]\.\s?m$"
            ),
            said=(
                "(?:I|(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Lord|Aunt|Uncle|Captain|Colonel|"
                r"Professor)\.?\s)?[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)\s(?:said|cried|asked|answered|replied|shouted|"
                "exclaimed|called|whispered|returned|murmured|muttered|continued|added|demanded|repeated|screamed|"
                "yelled|went on|inquired|enquired|observed|remarked|began|sighed|laughed|gasped|"
                r"groaned)\b(?!\s+(?:for|on|to|that|the|his|her|into|out|over|up|down|it)\b)"
            ),
        ),
        dialogue=Dialogue(
            verbs=(
                "said|says|cried|asked|answered|replied|shouted|exclaimed|called|whispered|returned|murmured|"
                "muttered|continued|added|demanded|repeated|screamed|yelled|inquired|enquired|observed|remarked|"
                "began|sighed|laughed|went on"
            ),
            before_name=(r"(?:the |old |young |poor |little |Mr\.? |Mrs\.? |Miss |Dr\.? |Sir |Lady |Captain )?"),
        ),
        conjunctions="and or but which who that when while because",
        headings=Headings(
            chapter=r"chapter|chap\.|letter|canto|scene|stave|section|article|§",
            part=r"part|book|volume|vol\.|act|epoch|phase|cycle",
            numbers=(
                "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
                "nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|and|first|second|third|last|(?:four|"
                "fif|six|seven|eigh|nin|ten|eleven|twelf|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|"
                "for|fif|six|seven|eigh|nine)tie|hundred)th"
            ),
            alone=(
                "prologue|epilogue|preface|foreword|introduction|afterword|postscript|conclusion|interlude|"
                "contents|table of contents|list of illustrations|illustrations|acknowledge?ments?|dedication|"
                r"appendix(?:\s+\w{1,5})?|footnotes|endnotes|notes|glossary|bibliography|index|"
                "transcriber[’']s notes?|finis"
            ),
        ),
        titles={
            "cover": "(front |book )?cover( ?page| image)?",
            "title-page": ("(half[- ]?)?title ?page|titlepage|half[- ]?title|title|frontispiece|series page"),
            "imprint": (
                "imprint|colophon|(un)?copyright( page| notice| information)?|legal notice|credits|licen[cs]e|"
                "about this (e-?)?book|(a )?note (on|about) the type(face)?|about the type(face)?|copyright (©|"
                r"\(c\)|\d{4}).{0,80}|disclaimers?|legal( notices?)?|(photo(graph)?|illustration|picture|image|text|"
                r"art|cover)s?( and \w+)? credits|(text )?permissions( acknowledge?ments?)?|credits and permissions|"
                "about( the (text|edition|publisher|ebook|standard ebooks))?|transcriber[’']?s'? notes?.{0,20}|"
                "(the )?production notes?|publication (data|details)"
            ),
            "boilerplate": "(the )?(full )?project gutenberg.{0,120}|full license",
            "dedication": "dedication",
            "epigraph": "epigraphs?|motto",
            "contents": (
                "(table of )?contents|contents page|(brief|detailed|full|short|expanded) (table of )?contents|"
                "contents of .{1,30}"
            ),
            "illustrations": "(list of )?(illustrations|plates|figures|maps|tables)",
            "foreword": "foreword([ :].{0,60})?|(publisher|editor)[’']s (note|preface|foreword)",
            "preface": (
                "(author[’']s |translator[’']s )?preface([ :].{0,60})?|(author|translator)[’']s note|(a )?(note |"
                "letter )?to the reader|(a )?note (on|about) the (text|translation|edition)"
            ),
            "introduction": (
                "((an|general|historical|critical|(author|editor|translator)[’']s) )?introduction([ :].{0,60})?|"
                "introductory( note| .{0,40})?"
            ),
            "prologue": "prologue([ :.—–-].{0,60})?",
            "epilogue": "epilogue([ :.—–-].{0,60})?|coda|conclusion|envoi",
            "afterword": "afterword([ :].{0,60})?|postscript",
            "acknowledgements": "acknowledge?ments?( and .{0,20})?",
            "appendix": "appendi(x|ces)( .{0,80})?",
            "advertisement": (
                "by the same author|((a )?note (on|about) |meet |about )the (author|translator|illustrator|editor|"
                "narrator)s?( and .{0,30})?|advertisements?|also (by|available).{0,80}|(other )?(books|titles|"
                "works) by .{0,60}|author bio(graphy)?|(advance )?praise( for .{0,80})?|(other|more) titles (in|by|"
                "from) .{0,60}|back ?(cover|ad)|ad card|(join )?(our|my|the) (mailing list|newsletter)( .{0,40})?|"
                "newsletter( .{0,40})?|catalog(ue)?"
            ),
            "notes": (
                "(foot|end|rear)?notes?( (to (?!the reader)|on ).{0,60})?|(chapter|source) notes|notes (and|"
                "&) (references|sources)|(references|sources) (and|&) notes"
            ),
            "glossary": "glossary( .{0,40})?|vocabulary|dramatis person(ae|æ)|list of characters",
            "bibliography": (
                "(select(ed)? )?bibliography( .{0,40})?|references|works cited|(further|recommended|"
                "suggested) reading|sources"
            ),
            "index": "(general |subject )?index( of .{0,40})?",
        },
        credits=CreditWords(
            opening="Opening Credits",
            closing="Closing Credits",
            title="{title}.",
            by="{title}, by {authors}.",
            joint=" and ",
            narrated="Narrated by {narrator}, a synthetic voice.",
            end="The end.",
            been="This has been {title}.",
            been_by="This has been {title}, by {authors}.",
            disclosure=(
                "The voice in this recording is not a person speaking: it was cloned by artificial intelligence, "
                "with its owner's consent."
            ),
        ),
        formulas=FormulaWords(
            signs=(
                "plus|minus|equals|times|divided by|over|is less than|is greater than|is less than or equal to|"
                "is greater than or equal to|is not equal to|is about|plus or minus|to|in|infinity"
            ),
            squared="{} squared",
            cubed="{} cubed",
            power="{} to the power of {}",
            index="{} sub {}",
            root="the square root of {}",
            fraction="{} over {}",
        ),
        spoken="pipeline.languages.spoken.english.rules",
    ),
)
