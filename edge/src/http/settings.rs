//! Endpoints for a venue's settings: the version in force, the others, their differences, and a change.

use http::StatusCode;
use http::header::{ETAG, HeaderValue, IF_MATCH};
use shared::access::Permission;
use shared::problem::{Problem, ProblemCode};
use shared::settings::{
    NewSettings, SettingsDiffQuery, SettingsVersion, SettingsVersionsQuery, VersionParameter,
};
#[cfg(test)]
use shared::settings::{SettingsChange, SettingsDiff, SettingsVersions, VersionedSettings};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, Request, json};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: SETTINGS,
        route: "staff.settings",
        handler: Handler::Api(|call| Box::pin(read(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getSettings",
            summary: "The settings in force",
            description: "The whole of them with their version, which is also the `ETag`. Secrets are in no settings, \
                which state their names.",
            response: Content::json::<VersionedSettings>(""),
            headers: &[("etag", "The version in quotation marks, for `If-Match`.")],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: SETTINGS,
        route: "staff.settings",
        access: Access::Staff(Permission::WriteSettings),
        // Everything that guests see may be another.
        caching: Caching::Invalidates,
        body: Body::LargeJson,
        handler: Handler::Api(|call| Box::pin(replace(call))),
        #[cfg(test)]
        docs: Docs {
            id: "replaceSettings",
            summary: "Replace the settings",
            description: "Stores the whole of the settings as the next version, in force at once for bookings and \
                everywhere within 65 seconds. `If-Match` names the version that was read, so that no change of \
                somebody else is overwritten. Every fault of settings that can be read is named at once. A change that would take a table, an \
                experience or a payment account from an existing reservation is refused with the reservations' \
                numbers, and one that gives another id to an area, a table or an experience that a rule of days in force is \
                about names the rule. With `checkOnly` nothing is stored. To undo a change, store the settings of an earlier \
                version again. A manager can change what is the restaurant's; addresses, adapters, limits and names \
                of secrets are the operator's.",
            parameters: &[Parameter::header(
                "if-match",
                "The version that was read, in quotation marks.",
                Schema::Literal(r#"{ "type": "string", "pattern": "^(W/)?\"[0-9]{1,10}\"$" }"#),
                r#""\"3\"""#,
            )],
            request: Some(Content::json::<NewSettings>("")),
            response: Content::json::<SettingsChange>(""),
            headers: &[("etag", "The version in force in quotation marks.")],
            problems: &[
                ProblemCode::PreconditionRequired,
                ProblemCode::VersionMismatch,
                ProblemCode::SettingsInvalid,
                ProblemCode::SettingsConflict,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/settings/versions",
        route: "staff.settings.versions",
        handler: Handler::Api(|call| Box::pin(versions(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listSettingsVersions",
            summary: "The versions of the settings",
            description: "When, by whom and why they were stored, the newest first, 100 on a page. Version 0 is the \
                deployment's file.",
            parameters: &[Parameter::optional(
                "before",
                "The `next` of the page before.",
                Schema::of::<VersionParameter>(),
            )],
            response: Content::json::<SettingsVersions>(
                r#"{ "versions": [
                    { "version": 1, "at": "2026-11-29T18:00:00Z", "author": "staff_key", "reason": "Winter hours" },
                    { "version": 0 }
                ] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/settings/versions/{version}",
        route: "staff.settings.version",
        handler: Handler::Api(|call| Box::pin(version(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getSettingsVersion",
            summary: "A version of the settings",
            description: "The whole of them. Version 0 is the deployment's file, as it was when version 1 was stored.",
            response: Content::json::<VersionedSettings>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/settings/diff",
        route: "staff.settings.diff",
        handler: Handler::Api(|call| Box::pin(diff(call))),
        #[cfg(test)]
        docs: Docs {
            id: "diffSettings",
            summary: "The difference of two versions of the settings",
            description: "The places that differ, with both values. Tables, rooms and experiences are compared by \
                their ids.",
            parameters: &[
                Parameter::required(
                    "from",
                    "The earlier version.",
                    Schema::of::<VersionParameter>(),
                    "1",
                ),
                Parameter::optional(
                    "to",
                    "The later version; the one in force if it is left out.",
                    Schema::of::<VersionParameter>(),
                ),
            ],
            response: Content::json::<SettingsDiff>(
                r#"{ "from": 1, "to": 2, "changes": [{ "pointer": "/name", "before": "Linde", "after": "Zur Linde" }] }"#,
            ),
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..OWN
    },
];

const SETTINGS: &str = "/v1/staff/{venue}/settings";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::ReadSettings),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Settings,
    ..Docs::UNDESCRIBED
};

async fn read(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let settings = call.staff_client()?.settings(None).await?;
    let version = settings.version.version;
    Ok(tagged(json(StatusCode::OK, &settings), version))
}

async fn replace(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let expected = expected_version(call.request)?;
    let new: NewSettings = call.body()?;
    let change = call.staff_client()?.replace_settings(expected, new).await?;
    let version = change.version;
    Ok(tagged(json(StatusCode::OK, &change), version))
}

async fn versions(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let SettingsVersionsQuery { before } = call.query()?;
    let before = before.map(|VersionParameter(version)| version);
    let versions = call.staff_client()?.settings_versions(before).await?;
    Ok(json(StatusCode::OK, &versions))
}

async fn version(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let version = call.parameter("version", str::parse)?;
    let settings = call.staff_client()?.settings(Some(version)).await?;
    Ok(json(StatusCode::OK, &settings))
}

async fn diff(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let SettingsDiffQuery { from, to } = call.query()?;
    let to = to.map(|VersionParameter(version)| version);
    let diff = call.staff_client()?.settings_diff(from.0, to).await?;
    Ok(json(StatusCode::OK, &diff))
}

/// The version that `If-Match` names: one entity tag (RFC 9110, section 13.1.1). `*` and lists are refused, since
/// they would overwrite a version that the sender has not read.
fn expected_version(request: &Request) -> Result<SettingsVersion, ApiError> {
    let mut values = request.headers().get_all(IF_MATCH).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(ProblemCode::PreconditionRequired.into());
    };
    // An intermediary that compresses a response makes its tag weak (RFC 9110, section 8.8.1): it is the same version.
    let tag = value
        .to_str()
        .ok()
        .map(|text| text.strip_prefix("W/").unwrap_or(text))
        .and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    let version = tag.filter(|tag| tag.bytes().all(|byte| byte.is_ascii_digit()));
    version.and_then(|tag| tag.parse().ok()).ok_or_else(|| {
        let detail = "If-Match is one version in quotation marks, such as \"3\".";
        Problem::new(ProblemCode::Malformed).with_detail(detail).into()
    })
}

fn tagged(mut reply: Reply, version: SettingsVersion) -> Reply {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        reply.headers_mut().insert(ETAG, value);
    }
    reply
}

#[cfg(test)]
#[path = "settings_tests.rs"]
mod tests;
