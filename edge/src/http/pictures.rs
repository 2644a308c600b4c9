//! Pictures of venues: uploaded, listed and deleted by staff, and shown at `/pictures/{venue}/{name}`, an address at which
//! nothing else will ever be. A copy at the edge is shown without a call of the venue's object.

use async_trait::async_trait;
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName,
    HeaderValue, IF_NONE_MATCH,
};
use http::{StatusCode, Uri};
use shared::access::Permission;
use shared::id::{PictureName, VenueId};
use shared::picture::{Picture, PictureList, PictureType};
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, Request, json, no_content, own_origin, venue_lookup};
use crate::limits::Class;

/// The endpoints of pictures.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: ALL,
        route: "staff.pictures",
        access: Access::Staff(Permission::ReadSettings),
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listPictures",
            summary: "The venue's uploaded pictures",
            description: "The newest first. Files of the deployment are not among them. `usedAt` has the places of the \
                settings in force that name a picture; one without can be deleted.",
            response: Content::json::<PictureList>(PICTURES),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: ALL,
        route: "staff.pictures",
        body: Body::Picture,
        handler: Handler::Api(|call| Box::pin(upload(call))),
        #[cfg(test)]
        docs: Docs {
            id: "uploadPicture",
            summary: "Upload a picture",
            description: "The body is the file: PNG, JPEG or WebP, up to 1 MB and 4096 pixels in width and height, not \
                animated. Its bytes decide, and no name or `Content-Type`. It is stored without EXIF (places, devices), \
                comments and all that follows the picture. The settings name it by its `name`. The same picture again is \
                answered alike and stored once. A venue has 100 pictures of 50 MB together at most.",
            request: Some(Content {
                schema: super::openapi_docs::Schema::Literal(r#"{ "type": "string", "format": "binary" }"#),
                ..Content::text("application/octet-stream")
            }),
            status: 201,
            response: Content::json::<Picture>(""),
            problems: &[ProblemCode::ValidationFailed],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/pictures/{pictureName}",
        route: "staff.picture",
        handler: Handler::Api(|call| Box::pin(delete(call))),
        #[cfg(test)]
        docs: Docs {
            id: "deletePicture",
            summary: "Delete a picture",
            description: "Refused while the settings in force name it: `locks` has each place. Copies at the edge end \
                within a day; browsers that have shown it may keep it.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::NotFound, ProblemCode::SettingsConflict],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        // Not `{venue}`, whose settings every request reads first.
        path: "/pictures/{pictureVenue}/{pictureName}",
        route: "picture",
        access: Access::Public,
        rate_limit: RateLimit::Isolate(Class::Read),
        handler: Handler::Api(|call| Box::pin(show(call))),
        ..Endpoint::DEFAULT
    },
];

const ALL: &str = "/v1/staff/{venue}/pictures";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::WriteSettings),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Settings,
    ..Docs::UNDESCRIBED
};

#[cfg(test)]
const PICTURES: &str = r#"{ "pictures": [{
    "name": "3fd0a1c2b5e64f7890ab12cd34ef5678.jpg",
    "address": "https://book.example.com/pictures/demo/3fd0a1c2b5e64f7890ab12cd34ef5678.jpg",
    "width": 1200, "height": 800, "type": "image/jpeg", "bytes": 184320, "uploadedAt": "2026-11-29T18:00:00Z",
    "usedAt": ["/engine/experiences/0/image"]
}] }"#;

/// The policy of a picture: a browser that is led to show it as a page runs and loads nothing.
const POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// Copies of pictures at the edge, by the address without its query. A copy may be gone at any time.
#[async_trait(?Send)]
pub trait PictureCache {
    /// The bytes of the picture at an address; none if there is no copy.
    async fn get(&self, address: &str) -> Option<Vec<u8>>;

    /// Keeps a copy for a day.
    async fn put(&self, address: &str, bytes: &[u8]);
}

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let PictureList { pictures } = call.staff_client()?.pictures().await?;
    let pictures = pictures.into_iter().map(|one| absolute(one, call.request));
    let pictures = pictures.collect();
    Ok(json(StatusCode::OK, &PictureList { pictures }))
}

async fn upload(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let body = call.request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
    let picture = call.staff_client()?.upload_picture(body).await?;
    Ok(json(StatusCode::CREATED, &absolute(picture, call.request)))
}

async fn delete(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let name = call.parameter("pictureName", PictureName::parse)?;
    call.staff_client()?.delete_picture(name).await?;
    Ok(no_content())
}

async fn show(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let (request, context) = (call.request, call.context);
    let venue = call.parameter("pictureVenue", VenueId::parse)?;
    let name = call.parameter("pictureName", PictureName::parse)?;
    let kind = PictureType::of(&name).ok_or(ProblemCode::NotFound)?;
    let tag = format!("\"{name}\"");
    if has_copy(request, &tag) {
        let mut reply = shown(Vec::new(), kind, &tag);
        *reply.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok(reply);
    }
    let address = without_query(request.uri());
    if let Some(bytes) = context.picture_cache.get(&address).await {
        return Ok(shown(bytes, kind, &tag));
    }
    let found = venue_lookup::find(&venue, request, context).await?;
    let settings = found.ok_or(ProblemCode::VenueNotFound)?.settings;
    let bytes = (context.venue_client)(&settings).picture(&name).await?;
    context.picture_cache.put(&address, &bytes).await;
    Ok(shown(bytes, kind, &tag))
}

/// A picture's address as a key of copies. Any number of queries would be as many copies.
fn without_query(address: &Uri) -> String {
    let address = address.to_string();
    address.split('?').next().unwrap_or_default().to_owned()
}

/// Whether the reader has this version (RFC 9110, section 13.1.2).
fn has_copy(request: &Request, tag: &str) -> bool {
    let mut tags = request.headers().get_all(IF_NONE_MATCH).iter();
    let is_it = |one: &str| one.trim().trim_start_matches("W/") == tag;
    tags.any(|value| value.to_str().is_ok_and(|list| list.split(',').any(is_it)))
}

/// A picture as any page may show it.
fn shown(bytes: Vec<u8>, kind: PictureType, tag: &str) -> Reply {
    let mut reply = Reply::new(bytes);
    let headers = reply.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, kind.media_type()),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
        (HeaderName::from_static("timing-allow-origin"), "*"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.extend(HeaderValue::from_str(tag).map(|tag| (ETAG, tag)));
    reply
}

/// The picture with the origin of this worker before its path.
fn absolute(picture: Picture, request: &Request) -> Picture {
    let origin = own_origin(request).unwrap_or_default();
    Picture {
        address: format!("{origin}{}", picture.address),
        ..picture
    }
}

#[cfg(test)]
#[path = "pictures_tests.rs"]
mod tests;
