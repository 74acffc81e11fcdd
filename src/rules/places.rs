//! States and territories of the United States, as the Postal Service abbreviates them
//! (Publication 28, appendix B).

const STATES: &[u8] = b"ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY\
    ASFMGUMHMPPWPRVIAAAEAP";

/// Whether two upper-case letters name a state, the District of Columbia, a territory or a military region.
pub fn is_state(code: &[u8]) -> bool {
    code.len() == 2 && STATES.as_chunks::<2>().0.iter().any(|state| state == code)
}

/// Names in small letters without blanks and accents, each behind its code: English ones, and Spanish ones that differ.
const NAMES: &str = "ALalabamaAKalaskaAZarizonaARarkansasCAcaliforniaCOcoloradoCTconnecticutDEdelawareDCdistrictofcolumbia\
    DCwashingtondcDCdistritodecolumbiaFLfloridaGAgeorgiaHIhawaiiHIhawaiIDidahoILillinoisINindianaIAiowaKSkansas\
    KYkentuckyLAlouisianaLAluisianaMEmaineMDmarylandMAmassachusettsMImichiganMNminnesotaMSmississippiMSmisisipi\
    MOmissouriMOmisuriMTmontanaNEnebraskaNVnevadaNHnewhampshireNHnuevohampshireNJnewjerseyNJnuevajerseyNMnewmexico\
    NMnuevomexicoNYnewyorkNYnuevayorkNCnorthcarolinaNCcarolinadelnorteNDnorthdakotaNDdakotadelnorteOHohio\
    OKoklahomaORoregonPApennsylvaniaPApensilvaniaRIrhodeislandSCsouthcarolinaSCcarolinadelsurSDsouthdakota\
    SDdakotadelsurTNtennesseeTXtexasTXtejasUTutahVTvermontVAvirginiaWAwashingtonWVwestvirginiaWVvirginiaoccidental\
    WIwisconsinWYwyomingASamericansamoaASsamoaamericanaFMmicronesiaGUguamMHmarshallislandsMHislasmarshall\
    MPnorthernmarianaislandsMPislasmarianasdelnortePWpalauPWpalaosPRpuertoricoVIvirginislandsVIusvirginislands\
    VIislasvirgenes";

/// The code of a state by its name: small letters alone, without accents.
pub fn state_of(name: &str) -> Option<&'static str> {
    let bytes = NAMES.as_bytes();
    let mut end = bytes.len();
    // Backwards: a code ends where the name before it begins.
    while let Some(start) = bytes[..end].iter().rposition(u8::is_ascii_uppercase) {
        if &bytes[start + 1..end] == name.as_bytes() {
            return NAMES.get(start - 1..=start);
        }
        end = start - 1;
    }
    None
}

/// The first three digits of ZIP codes from which on they belong to a state, in order (Publication 65). `--` where several do.
const ZIPS: &[u8] =
    b"005NY006PR008VI009PR010MA028RI030NH039ME050VT055MA056VT060CT063--064CT070NJ090AE100NY150PA197DE200DC201VA202DC206MD220VA\
    247WV269--270NC290SC300GA320FL340AA341FL350AL370TN386MS398GA400KY430OH460IN480MI500IA530WI550MN569DC570SD580ND\
    590MT600IL630MO660KS680NE700LA716AR730OK733TX734OK750TX800CO820WY832ID840UT850AZ870NM885TX886--889NV900CA962AP\
    967HI969--970OR980WA995AK";

/// Whether a ZIP code may be one of a state. Places on an island or at a border are served from the neighbour's, so a no is no proof.
pub fn zip_fits(state: &str, zip: &str) -> bool {
    let entries = ZIPS.as_chunks::<5>().0;
    let Some(entry) = entries.iter().rev().find(|entry| &entry[..3] <= zip.as_bytes()) else { return true };
    let known = &entry[3..];
    // American Samoa has one of Hawaii's.
    known == b"--" || known == state.as_bytes() || (known == b"HI" && state == "AS")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_states() {
        assert_eq!(STATES.len() / 2, 51 + 8 + 3);
        for state in ["CA", "MA", "NY", "PR", "DC", "WY", "AP"] {
            assert!(is_state(state.as_bytes()), "{state}");
        }
        // LA and AK overlap the borders of neighbours in the list: only whole pairs count.
        for other in ["ca", "XX", "UM", "LK", "C", "CAL", ""] {
            assert!(!is_state(other.as_bytes()), "{other}");
        }
    }
    #[test]
    fn knows_their_names() {
        assert_eq!(state_of("massachusetts"), Some("MA"));
        assert_eq!(state_of("nuevayork"), Some("NY"));
        assert_eq!(state_of("virginia"), Some("VA"));
        assert_eq!(state_of("usvirginislands"), Some("VI"));
        for other in ["", "york", "MA", "massachusett"] {
            assert_eq!(state_of(other), None, "{other}");
        }
        // Each has a name, but for the military's.
        for state in STATES.as_chunks::<2>().0.iter().filter(|state| !state.starts_with(b"A") || !b"AEP".contains(&state[1])) {
            let code = str::from_utf8(state).unwrap();
            assert!(NAMES.contains(code), "{code}");
        }
    }

    #[test]
    fn knows_whose_a_zip_code_is() {
        let fits = [
            ("MA", "02108"),
            ("CT", "06101"),
            ("NY", "00501"),
            ("NY", "06390"),
            ("PR", "00907"),
            ("VI", "00801"),
            ("DC", "20001"),
            ("VA", "20101"),
            ("TX", "73301"),
            ("OK", "73401"),
            ("TX", "88510"),
            ("CA", "96161"),
            ("HI", "96815"),
            ("AS", "96799"),
            ("GU", "96910"),
            ("AP", "96201"),
            ("AE", "09001"),
            ("AA", "34001"),
            ("FL", "34101"),
            ("AK", "99950"),
            ("WA", "99403"),
        ];
        for (state, zip) in fits {
            assert!(zip_fits(state, zip), "{state} {zip}");
        }
        // The first is the example of Blend's documentation.
        for (state, zip) in [("CA", "02108"), ("NJ", "10001"), ("NY", "90210"), ("WY", "79999")] {
            assert!(!zip_fits(state, zip), "{state} {zip}");
        }
        let entries = ZIPS.as_chunks::<5>().0;
        assert!(entries.is_sorted_by(|one, other| one[..3] < other[..3]));
        assert!(entries.iter().all(|entry| &entry[3..] == b"--" || is_state(&entry[3..])));
    }
}
