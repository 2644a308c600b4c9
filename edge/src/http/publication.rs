//! Publishing an experience of the embedded engine at a marketplace, for staff at
//! `/v1/staff/{venue}/experiences/{experienceId}/publication`.

use http::StatusCode;
use shared::access::Permission;
use shared::id::ExperienceId;
#[cfg(test)]
use shared::publication::Publication;
use shared::publication::PublicationTerms;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, json};

/// The endpoints. They answer 404 at a venue whose settings have no `[publication]`.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    verb: Verb::Put,
    path: "/v1/staff/{venue}/experiences/{experienceId}/publication",
    route: "staff.publication",
    access: Access::Staff(Permission::WriteSettings),
    rate_limit: RateLimit::Staff,
    body: Body::LargeJson,
    handler: Handler::Api(|call| Box::pin(publish(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Staff,
        id: "publishExperience",
        summary: "Publish an experience at 4spaces",
        description: "Makes the experience a service of the marketplace that the settings name in `[publication]`, or \
            brings the products, the add-ons and the people of its service up to date: the service is known by the \
            external id of its product, `venue/experience`. Sending it again makes no second one. Names, prices, \
            taxes, lengths of stays, add-ons and ages are those of the settings in force; `isPublic` holds for the \
            first time alone. The error names `/experienceId` where children of several ages pay different prices, \
            which the marketplace does not know. What is booked there is not booked here.",
        request: Some(Content::json::<PublicationTerms>(
            r#"{ "isPublic": true, "accessTemplateId": "5f0c1de2a7b84c3e9d61f2a0b3c4d5e6", "language": "en" }"#,
        )),
        response: Content::json::<Publication>(
            r#"{ "serviceId": "8a58c26c6a674660893d9a1c04003703", "isNew": true }"#,
        ),
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn publish(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("experienceId", ExperienceId::parse)?;
    let terms: PublicationTerms = call.body()?;
    let published = call.staff_client()?.publish(id, terms).await?;
    Ok(json(StatusCode::OK, &published))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::test_support::ScriptedVenue;
    use super::super::tests::ask_staff;

    fn ask(experience: &str, body: &Value) -> (u16, Value, Vec<Value>) {
        let script = ScriptedVenue::default();
        let request = http::Request::builder()
            .method("PUT")
            .uri(format!("/v1/staff/demo/experiences/{experience}/publication"))
            .header("authorization", "Bearer the-key-of-demo")
            .header("content-type", "application/json");
        let (reply, _) = ask_staff(request, &body.to_string(), &script);
        let answer = serde_json::from_slice(reply.body()).unwrap_or_default();
        (reply.status().as_u16(), answer, script.requests())
    }

    #[test]
    fn the_terms_reach_the_venue_with_the_experience() {
        let terms = json!({ "isPublic": true, "accessTemplateId": "a1" });
        let (status, answer, requests) = ask("dinner", &terms);
        assert_eq!(
            (status, &answer),
            (200, &json!({ "serviceId": "d2", "isNew": true }))
        );
        assert_eq!(requests, [json!({ "Staff": { "Publish": ["dinner", terms] } })]);
        assert_eq!(ask("dinner", &json!({})).0, 200);
    }

    #[test]
    fn wrong_terms_and_unknown_experiences_are_refused() {
        let (status, answer, requests) = ask("dinner", &json!({ "unitPrice": 1, "isPublic": 1 }));
        assert_eq!((status, requests.len()), (422, 0), "{answer}");
        assert_eq!(ask("lunch", &json!({})).0, 404);
    }
}
