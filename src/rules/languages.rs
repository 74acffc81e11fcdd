//! Languages by ISO 639-1.

const CODES: &str = "aaabaeafakamanarasavayazbabebgbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzu";

/// Whether two small letters are a language's code.
pub fn is_iso_639_1(code: &str) -> bool {
    code.len() == 2 && CODES.as_bytes().as_chunks::<2>().0.iter().any(|known| known == code.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_languages() {
        assert_eq!(CODES.len() / 2, 183);
        for code in ["en", "es", "zh", "vi", "ht", "zu"] {
            assert!(is_iso_639_1(code), "{code}");
        }
        // Languages with three letters only, a region, and a pair across two codes.
        for code in ["yue", "hmn", "us", "EN", "aab", "e", ""] {
            assert!(!is_iso_639_1(code), "{code}");
        }
    }
}
