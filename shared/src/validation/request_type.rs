//! `request_type!`, which declares the body of a request.

/// Declares a struct that is the JSON body of a request, with names in camelCase: written and read by `serde`, and with
/// the feature `requests` read by `deserr`, which reports every faulty field and refuses unknown ones. Optional fields
/// are marked `#[cfg_attr(feature = "requests", deserr(default))]`.
macro_rules! request_type {
    ($(#[$attribute:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(deny_unknown_fields)
        )]
        #[cfg_attr(feature = "requests", derive(deserr::Deserr))]
        #[cfg_attr(
            feature = "requests",
            deserr(error = $crate::validation::FieldErrors, rename_all = camelCase, deny_unknown_fields)
        )]
        #[serde(rename_all = "camelCase")]
        $(#[$attribute])*
        pub struct $name { $($fields)* }
    };
}

pub(crate) use request_type;
