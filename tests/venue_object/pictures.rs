//! Facts about uploaded pictures: what is stored of a file, how much fits, and how settings name them.

use base64ct::{Base64, Encoding as _};
use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::picture::PicturesRequest;
use edge::venue::message::settings::SettingsRequest;
use edge::venue::message::staff::StaffRequest;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::audit::AuditPage;
use shared::id::PictureName;
use shared::picture::{MAX_PICTURE_BYTES, Picture, PictureList, PictureType};
use shared::settings::{NewSettings, SettingsChange, SettingsRefusal, VersionedSettings};
use shared::validation::FieldCode;

use super::settings::{about_as, operator};
use super::venue::{NOON, Venue};

/// A PNG of two pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGPYoKCgsEEBAAcnAeH8ElZrAAAAAElFTkSuQmCC";

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap();
    [&[0xff, marker][..], &length.to_be_bytes(), contents].concat()
}

/// A JPEG whose pixels' data are this, with a comment.
fn jpeg(pixels: &[u8]) -> Vec<u8> {
    [
        vec![0xff, 0xd8],
        segment(0xfe, b"Taken at home by Ada"),
        segment(0xc0, &[8, 0, 2, 0, 3, 1, 1, 0x11, 0]),
        segment(0xda, &[1, 1, 0, 0, 0x3f, 0]),
        pixels.to_vec(),
        vec![0xff, 0xd9],
    ]
    .concat()
}

async fn ask<T: DeserializeOwned>(venue: &Venue, request: PicturesRequest) -> Result<T, VenueError> {
    venue
        .send(Request::Staff(StaffRequest::Pictures(request)), None)
        .await
}

async fn upload(venue: &Venue, file: &[u8]) -> Result<Picture, VenueError> {
    ask(venue, PicturesRequest::Upload(Base64::encode_string(file))).await
}

async fn list(venue: &Venue) -> Vec<Picture> {
    let list: PictureList = ask(venue, PicturesRequest::List).await.unwrap();
    list.pictures
}

async fn delete(venue: &Venue, name: &PictureName) -> Result<(), VenueError> {
    ask(venue, PicturesRequest::Delete(name.clone())).await
}

/// The bytes as guests get them.
async fn bytes(venue: &Venue, name: &PictureName) -> Result<Vec<u8>, VenueError> {
    let text: String = venue.send(Request::Picture(name.clone()), None).await?;
    Ok(Base64::decode_vec(&text).unwrap())
}

/// Changes the picture of the first experience.
async fn name_in_settings(venue: &Venue, image: Value) -> Result<SettingsChange, VenueError> {
    let of = (venue.writer(), &venue.settings);
    let read = about_as(of, SettingsRequest::Read(None), operator()).await?;
    let VersionedSettings {
        version,
        mut settings,
    } = serde_json::from_value(read).unwrap();
    settings["engine"]["experiences"][0]["image"] = image;
    let new = Box::new(NewSettings {
        settings,
        reason: None,
        check_only: false,
    });
    let expected = version.version;
    let changed = about_as(of, SettingsRequest::Replace { expected, new }, operator()).await?;
    Ok(serde_json::from_value(changed).unwrap())
}

fn refusal<T: std::fmt::Debug>(result: Result<T, VenueError>) -> SettingsRefusal {
    let refusal = match result {
        Err(VenueError::SettingsRefused { refusal, .. }) => Ok(*refusal),
        other => Err(other),
    };
    refusal.unwrap()
}

#[tokio::test]
async fn a_picture_is_stored_once_and_read_by_its_name_after_a_restart() {
    let venue = Venue::with_mail();
    let file = Base64::decode_vec(PNG).unwrap();
    let stored = upload(&venue, &file).await.unwrap();
    assert_eq!(
        (stored.kind, stored.width, stored.height, stored.bytes),
        (PictureType::Png, 2, 1, u32::try_from(file.len()).unwrap())
    );
    assert_eq!(
        stored.address,
        format!("/pictures/{}/{}", venue.settings.id, stored.name)
    );
    assert_eq!(upload(&venue, &file).await.unwrap(), stored);
    assert_eq!(list(&venue).await, std::slice::from_ref(&stored));
    let venue = venue.restarted();
    assert_eq!(bytes(&venue, &stored.name).await.unwrap(), file);
    let log: AuditPage = venue
        .send(Request::Staff(StaffRequest::Audit(None)), None)
        .await
        .unwrap();
    assert_eq!(log.entries.len(), 1);
    assert_eq!(log.entries[0].action, "picture.upload");
    assert_eq!(log.entries[0].subject, stored.name.as_str());
}

#[tokio::test]
async fn the_format_is_that_of_the_bytes_and_comments_are_not_stored() {
    let venue = Venue::with_mail();
    let stored = upload(&venue, &jpeg(b"pixels")).await.unwrap();
    assert_eq!(stored.name.as_str().rsplit_once('.').unwrap().1, "jpg");
    assert_eq!((stored.width, stored.height), (3, 2));
    let bytes = bytes(&venue, &stored.name).await.unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("Ada"));
}

#[tokio::test]
async fn a_file_that_is_no_picture_leaves_nothing_behind() {
    let venue = Venue::with_mail();
    let png = Base64::decode_vec(PNG).unwrap();
    for (file, code) in [
        (Vec::new(), FieldCode::Required),
        (b"<svg/>".to_vec(), FieldCode::Invalid),
        (
            [&png[..8], b"<script>alert(1)</script>"].concat(),
            FieldCode::Invalid,
        ),
        (png[..png.len() - 1].to_vec(), FieldCode::Invalid),
    ] {
        match upload(&venue, &file).await {
            Err(VenueError::Picture { code: found, .. }) => assert_eq!(found, code),
            other => panic!("{other:?}"),
        }
    }
    assert!(list(&venue).await.is_empty());
}

#[tokio::test]
async fn pictures_are_bounded_in_number_and_in_bytes() {
    let venue = Venue::with_mail();
    for number in 0..100_u8 {
        upload(&venue, &jpeg(&[number, 1])).await.unwrap();
    }
    let full = |result: Result<Picture, VenueError>| {
        matches!(
            result,
            Err(VenueError::Picture {
                code: FieldCode::NotOffered,
                ..
            })
        )
    };
    assert!(full(upload(&venue, &jpeg(b"one more")).await));
    // One that is there is no more than there was.
    let there = upload(&venue, &jpeg(&[7, 1])).await.unwrap();
    delete(&venue, &there.name).await.unwrap();
    upload(&venue, &jpeg(b"one more")).await.unwrap();

    let venue = Venue::with_mail();
    let large = |number: u8| jpeg(&vec![number; MAX_PICTURE_BYTES - 1000]);
    for number in 0..50 {
        upload(&venue, &large(number)).await.unwrap();
    }
    assert!(full(upload(&venue, &large(50)).await));
}

#[tokio::test]
async fn settings_name_uploads_and_files_of_the_deployment_alone() {
    let venue = Venue::with_mail();
    let unknown = "3fd0a1c2b5e64f7890ab12cd34ef5678.png";
    for name in [unknown, "missing.png"] {
        let refusal = refusal(name_in_settings(&venue, json!(name)).await);
        assert_eq!(
            (
                refusal.faults[0].pointer.as_str(),
                refusal.faults[0].code.as_str()
            ),
            ("/engine/experiences/0/image", "invalid")
        );
    }
    for name in ["file.png", "https://cdn.example/dinner.png"] {
        name_in_settings(&venue, json!(name)).await.unwrap();
    }
    let stored = upload(&venue, &jpeg(b"pixels")).await.unwrap();
    name_in_settings(&venue, json!(stored.name)).await.unwrap();
}

#[tokio::test]
async fn a_picture_that_settings_name_is_not_deleted() {
    let venue = Venue::with_mail();
    let stored = upload(&venue, &jpeg(b"pixels")).await.unwrap();
    name_in_settings(&venue, json!(stored.name)).await.unwrap();
    let place = "/engine/experiences/0/image";
    assert_eq!(list(&venue).await[0].used_at, [place]);
    let refusal = refusal(delete(&venue, &stored.name).await);
    assert_eq!(
        serde_json::to_value(refusal).unwrap(),
        json!({ "locks": [{ "setting": "picture", "pointer": place, "heldBy": [] }] })
    );
    name_in_settings(&venue, Value::Null).await.unwrap();
    assert_eq!(list(&venue).await, std::slice::from_ref(&stored));
    delete(&venue, &stored.name).await.unwrap();
    assert_eq!(bytes(&venue, &stored.name).await, Err(VenueError::NotFound));
    assert_eq!(delete(&venue, &stored.name).await, Err(VenueError::NotFound));
    assert!(list(&venue).await.is_empty());
    // To undo is to name a picture that is gone.
    assert!(name_in_settings(&venue, json!(stored.name)).await.is_err());
}

#[tokio::test]
async fn a_crash_between_bytes_and_row_leaves_no_picture_and_the_upload_can_be_repeated() {
    for left in 0..2 {
        let venue = Venue::with_mail();
        list(&venue).await;
        venue.doom(left);
        assert!(upload(&venue, &jpeg(b"pixels")).await.is_err(), "{left}");
        let venue = venue.restarted();
        assert!(list(&venue).await.is_empty());
        let stored = upload(&venue, &jpeg(b"pixels")).await.unwrap();
        bytes(&venue, &stored.name).await.unwrap();
    }
}

#[tokio::test]
async fn bytes_that_a_crash_has_left_without_a_picture_are_deleted_within_a_day() {
    let files = "SELECT name FROM picture_files";
    let venue = Venue::with_mail();
    let stored = upload(&venue, &jpeg(b"pixels")).await.unwrap();
    let other = upload(&venue, &jpeg(b"others")).await.unwrap();
    // The bytes of an upload, without its row; and a deletion, of which the row is gone.
    venue.doom(1);
    assert!(upload(&venue, &jpeg(b"cut off")).await.is_err());
    let venue = venue.restarted();
    assert_eq!(list(&venue).await.len(), 2);
    venue.doom(1);
    assert!(delete(&venue, &other.name).await.is_err());
    let venue = venue.restarted();
    assert_eq!((list(&venue).await.len(), venue.count(files)), (1, 3));
    venue.run_until(NOON.plus_minutes(2 * 24 * 60)).await;
    assert_eq!(venue.count(files), 1);
    bytes(&venue, &stored.name).await.unwrap();
}
