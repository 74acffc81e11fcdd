//! What may be wrong with an answer, and the words for it.

use super::kind::Kind;

/// Rules that a form's author may soften together, by the name of what they look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Needed,
    Text,
    Date,
    Guardian,
    Phone,
    Email,
    State,
    Zip,
    Sex,
    Height,
    Weight,
    Language,
    Ssn,
    Npi,
    Dea,
    YesNo,
    Risks,
    Products,
}

impl Group {
    /// The name in the option `rules`.
    pub fn name(self) -> &'static str {
        match self {
            Group::Needed => "needed",
            Group::Text => "text",
            Group::Date => "date",
            Group::Guardian => "guardian",
            Group::Phone => "phone",
            Group::Email => "email",
            Group::State => "state",
            Group::Zip => "zip",
            Group::Sex => "sex",
            Group::Height => "height",
            Group::Weight => "weight",
            Group::Language => "language",
            Group::Ssn => "ssn",
            Group::Npi => "npi",
            Group::Dea => "dea",
            Group::YesNo => "yes_no",
            Group::Risks => "risks",
            Group::Products => "products",
        }
    }
}

macro_rules! codes {
    ($($code:ident $name:literal $group:ident $level:ident $english:literal $spanish:literal)*) => {
        /// A finding. Its number goes across the boundary, its name to the form's author, its message to the patient.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code { $($code),* }

        impl Code {
            pub const ALL: &[Code] = &[$(Code::$code),*];

            pub fn name(self) -> &'static str {
                match self { $(Code::$code => $name),* }
            }

            pub fn group(self) -> Group {
                match self { $(Code::$code => Group::$group),* }
            }

            /// Whether it refuses the answer. Else it warns.
            pub fn refuses(self) -> bool {
                match self { $(Code::$code => codes!(@ $level)),* }
            }

            pub fn english(self) -> &'static str {
                match self { $(Code::$code => $english),* }
            }

            pub fn spanish(self) -> &'static str {
                match self { $(Code::$code => $spanish),* }
            }
        }
    };
    (@ refuse) => { true };
    (@ warn) => { false };
}

codes! {
    Required "required" Needed refuse "" ""
    LastNameMissing "last_name_missing" Needed warn
        "Enter the last name. If there is only one name, leave this empty"
        "Escriba el apellido. Si solo hay un nombre, deje esto vacío"
    WrongKind "wrong_kind" Text refuse "Enter text here" "Escriba texto aquí"
    HiddenCharacters "hidden_characters" Text refuse
        "This has characters that cannot be seen. Type it again"
        "Hay caracteres que no se ven. Escríbalo de nuevo"
    DateForm "date_form" Date refuse
        "Enter month, day and year, such as 03/25/1990"
        "Escriba mes, día y año, por ejemplo 03/25/1990"
    DateIncomplete "date_incomplete" Date refuse "Enter month, day and year" "Escriba mes, día y año"
    DateYear "date_year" Date refuse "Enter the year with four digits" "Escriba el año con cuatro cifras"
    DateMonthFirst "date_month_first" Date refuse
        "Enter the month first, then the day, such as 03/25/1990"
        "Escriba primero el mes y después el día, por ejemplo 03/25/1990"
    DateImpossible "date_impossible" Date refuse
        "This day does not exist. Check the month and the day"
        "Ese día no existe. Revise el mes y el día"
    DateTooEarly "date_too_early" Date refuse "Enter a year from 1900 on" "Escriba un año a partir de 1900"
    DateFuture "date_future" Date refuse "This date is in the future. Check the year" "Esa fecha está en el futuro. Revise el año"
    DateOld "date_old" Date warn
        "Check the year: this is more than 110 years ago"
        "Revise el año: hace más de 110 años"
    GuardianRequired "guardian_required" Guardian refuse
        "A patient under 18 needs a parent or guardian. Enter the guardian's name"
        "Un paciente menor de 18 años necesita un padre, madre o tutor. Escriba el nombre del tutor"
    GuardianMaybe "guardian_maybe" Guardian warn
        "In this state a parent or guardian may be needed at this age"
        "En este estado puede hacer falta un padre, madre o tutor a esta edad"
    PhoneLetters "phone_letters" Phone refuse
        "Enter the digits of the number alone, without letters or an extension"
        "Escriba solo las cifras del número, sin letras ni extensión"
    PhoneDigits "phone_digits" Phone refuse
        "Enter ten digits, with the area code first, such as 617-555-0123"
        "Escriba diez cifras, primero el código de área, por ejemplo 617-555-0123"
    PhoneCountry "phone_country" Phone refuse
        "Enter a phone number of the United States"
        "Escriba un número de teléfono de los Estados Unidos"
    PhoneStart "phone_start" Phone refuse
        "Check the number: the area code and the three digits after it never start with 0 or 1"
        "Revise el número: el código de área y las tres cifras siguientes nunca empiezan con 0 o 1"
    PhoneUnusual "phone_unusual" Phone warn
        "Check the number: this area code is not in use"
        "Revise el número: ese código de área no se usa"
    PhoneTollFree "phone_toll_free" Phone warn
        "Check the number: this is a toll-free number"
        "Revise el número: es un número gratuito"
    EmailForm "email_form" Email refuse
        "Enter an e-mail address, such as name@example.com"
        "Escriba un correo electrónico, por ejemplo nombre@example.com"
    EmailUnusual "email_unusual" Email warn
        "Check the e-mail address: it looks unusual"
        "Revise el correo electrónico: parece poco común"
    StateUnknown "state_unknown" State refuse
        "Enter a state of the United States, such as MA or Massachusetts"
        "Escriba un estado de los Estados Unidos, por ejemplo MA o Massachusetts"
    ZipForm "zip_form" Zip refuse "Enter a ZIP code of five digits, or nine" "Escriba un código postal de cinco cifras, o nueve"
    ZipState "zip_state" Zip warn
        "Check the state and the ZIP code: they do not fit together"
        "Revise el estado y el código postal: no corresponden"
    SexUnknown "sex_unknown" Sex refuse "Choose male or female" "Elija masculino o femenino"
    PregnantUnlikely "pregnant_unlikely" Sex warn
        "Check this answer: it does not fit the sex or the age given"
        "Revise esta respuesta: no corresponde al sexo o a la edad"
    SmokerUnlikely "smoker_unlikely" YesNo warn
        "Check this answer: it does not fit the age given"
        "Revise esta respuesta: no corresponde a la edad"
    HeightForm "height_form" Height refuse
        "Enter the height in feet and inches, such as 5'10\""
        "Escriba la estatura en pies y pulgadas, por ejemplo 5'10\""
    HeightRange "height_range" Height refuse
        "Check the height: enter feet and inches, or cm"
        "Revise la estatura: escriba pies y pulgadas, o cm"
    HeightUnlikely "height_unlikely" Height warn "Check the height: it is unusual" "Revise la estatura: es poco común"
    WeightForm "weight_form" Weight refuse
        "Enter the weight in pounds, such as 150"
        "Escriba el peso en libras, por ejemplo 150"
    WeightRange "weight_range" Weight refuse "Check the weight: enter pounds" "Revise el peso: escriba libras"
    WeightUnlikely "weight_unlikely" Weight warn "Check the weight: it is unusual" "Revise el peso: es poco común"
    WeightKilograms "weight_kilograms" Weight warn
        "Check the weight: is it in pounds? For kilograms write kg behind it"
        "Revise el peso: ¿está en libras? Si son kilogramos, escriba kg"
    LanguageUnknown "language_unknown" Language warn
        "This language has no two-letter code and will not be sent"
        "Este idioma no tiene código de dos letras y no se enviará"
    SsnForm "ssn_form" Ssn refuse "Enter nine digits" "Escriba nueve cifras"
    SsnUnlikely "ssn_unlikely" Ssn warn
        "Check the number: no such Social Security number is given out"
        "Revise el número: no existe tal número de Seguro Social"
    NpiUnlikely "npi_unlikely" Npi warn
        "Check the NPI: its last digit does not fit"
        "Revise el NPI: la última cifra no corresponde"
    DeaUnlikely "dea_unlikely" Dea warn
        "Check the DEA number: its last digit does not fit"
        "Revise el número DEA: la última cifra no corresponde"
    YesNo "yes_no" YesNo refuse "Choose yes or no" "Elija sí o no"
    NoneWord "none_word" Risks warn
        "If there is nothing to name, answer no above and leave this empty"
        "Si no hay nada que nombrar, responda no arriba y deje esto vacío"
    Separator "separator" Risks warn
        "Write one entry on each line. A comma or a slash makes two of one"
        "Escriba una sola cosa en cada línea. Una coma o barra la divide en dos"
    Quantity "quantity" Products refuse "Enter a whole number from 1 on" "Escriba un número entero a partir de 1"
    ProductsRequired "products_required" Products refuse "Choose a product" "Elija un producto"
    ProductUnnamed "product_unnamed" Products refuse "Choose a product" "Elija un producto"
}

/// What to enter where a needed answer is missing.
pub struct Ask {
    pub kind: Kind,
    pub english: &'static str,
    pub spanish: &'static str,
}

const fn ask(kind: Kind, english: &'static str, spanish: &'static str) -> Ask {
    Ask { kind, english, spanish }
}

/// Messages of `required`. The first is that of all kinds that have none of their own.
pub const ASKS: &[Ask] = &[
    ask(Kind::Text, "Answer this question", "Responda esta pregunta"),
    ask(Kind::Name, "Enter the name", "Escriba el nombre"),
    ask(Kind::BirthDate, "Enter the date of birth", "Escriba la fecha de nacimiento"),
    ask(Kind::Phone, "Enter a phone number", "Escriba un número de teléfono"),
    ask(Kind::Email, "Enter an e-mail address", "Escriba un correo electrónico"),
    ask(Kind::State, "Choose a state", "Elija un estado"),
    ask(Kind::Zip, "Enter a ZIP code", "Escriba un código postal"),
];
