#!/usr/bin/env python3
"""Use Intercom's own Python client for every operation on contacts, against the emulator.

usage: third_party_client.py BASE_URL

Fails with the line of the first thing that is not as the client's documentation has it. Needs PyPI's python-intercom,
5.0 or newer, whose calls and answers are generated from Intercom's description of its API.
"""
import sys

from intercom import Intercom, SingleFilterSearchRequest
from intercom.core.api_error import ApiError
from intercom.types import (
    CreateContactRequestWithEmail, CreateContactRequestWithExternalId, CreateContactRequestWithRole,
    StartingAfterPaging)


def refusal(call, *arguments, **named):
    """The status and the first error's code of a call that must be refused."""
    try:
        answer = call(*arguments, **named)
    except ApiError as error:
        body = error.body if isinstance(error.body, dict) else error.body.dict()
        return error.status_code, body["errors"][0]["code"]
    raise AssertionError(f"was not refused: {answer}")


def main():
    client = Intercom(token="any-token", base_url=sys.argv[1])
    contacts = client.contacts

    # Create, read, update.
    ada = contacts.create(request=CreateContactRequestWithEmail(
        email="ada@example.com", external_id="u/1?#..", name="Ada", custom_attributes={"plan": "pro", "seats": 3}))
    assert ada.role == "user" and ada.type == "contact" and ada.custom_attributes["seats"] == 3
    lead = contacts.create(request=CreateContactRequestWithRole(role="lead", email="ada@example.com"))
    assert lead.role == "lead" and lead.external_id
    other = contacts.create(request=CreateContactRequestWithExternalId(external_id="u-2"))
    assert contacts.find(ada.id).email == "ada@example.com"
    assert contacts.update(ada.id, name="Ada Lovelace", phone="+353871234567").phone == "+353871234567"
    assert contacts.update(ada.id, phone=None).phone is None
    assert contacts.show_contact_by_external_id("u-2").id == other.id
    assert refusal(contacts.create, request=CreateContactRequestWithExternalId(external_id="u-2")) == (409, "conflict")
    assert refusal(contacts.find, "nobody") == (404, "not_found")
    assert refusal(contacts.update, ada.id, role="lead")[0] == 400

    # Search and list, over several pages by themselves.
    for number in range(25):
        contacts.create(request=CreateContactRequestWithEmail(email=f"p{number}@many.example"))
    query = SingleFilterSearchRequest(field="email_domain", operator="=", value="many.example")
    found, cursor = [], None
    while len(found) < 100:
        # The client's own way to the next page sends the first page's request again, to Intercom as to the emulator.
        page = contacts.search(query=query, pagination=StartingAfterPaging(per_page=10, starting_after=cursor))
        found += page.items
        cursor = page.response.pages.next and page.response.pages.next.starting_after
        if not cursor:
            break
    assert len(found) == len({contact.id for contact in found}) == 25, len(found)
    listed = list(contacts.list(per_page=10))
    assert len({contact.id for contact in listed}) == 28, len(listed)

    # Archive, unarchive, block, delete, merge.
    assert contacts.archive(other.id).archived is True
    assert refusal(contacts.find, other.id) == (404, "not_found")
    assert contacts.unarchive(other.id).archived is False
    assert contacts.find(other.id).external_id == "u-2"
    assert contacts.merge_lead_in_user(lead_id=lead.id, contact_id=ada.id).id == ada.id
    assert refusal(contacts.find, lead.id)[0] in (404, 410)
    assert contacts.block_contact(found[0].id).blocked is True
    assert contacts.delete(found[1].id).deleted is True

    # Tags, notes, companies, subscriptions, segments.
    tag = client.tags.create(request={"name": "vip"})
    assert client.tags.tag_contact(ada.id, tag_id=tag.id).name == "vip"
    assert [each.id for each in contacts.list_attached_tags(ada.id).data] == [tag.id]
    assert client.tags.untag_contact(ada.id, tag.id).id == tag.id
    assert "vip" in [each.name for each in client.tags.list().data]
    for number in range(60):
        note = client.notes.create(ada.id, body=f"note {number}")
    assert note.body == "<p>note 59</p>" and client.notes.find(int(note.id)).id == note.id
    assert len(client.notes.list(ada.id, per_page=50).items) == 50
    companies = [client.companies.create_or_update(request={"company_id": f"c{number}", "name": f"C {number}"}) for number in range(12)]
    for company in companies:
        assert client.companies.attach_contact(ada.id, company_id=company.id).id == company.id
    attached = client.contacts.list_attached_companies(ada.id, per_page=10)
    assert len(attached.items) == 10, attached
    assert client.companies.detach_contact(ada.id, companies[0].id).id == companies[0].id
    kinds = client.subscription_types.list().data
    assert contacts.attach_subscription(ada.id, subscription_id=kinds[0].id, consent_type="opt_out").id == kinds[0].id
    assert [each.id for each in contacts.list_attached_subscriptions(ada.id).data] == [kinds[0].id]
    assert contacts.detach_subscription(ada.id, kinds[0].id).id == kinds[0].id
    assert "All users" in [each.name for each in contacts.list_attached_segments(ada.id).data]
    assert len(contacts.find(ada.id).companies.data) == 10

    # Data attributes.
    made = client.data_attributes.create(request={"name": "tier", "model": "contact", "data_type": "string"})
    assert "tier" in [each.name for each in client.data_attributes.list(model="contact").data]
    assert client.data_attributes.update(made.id, request={"archived": True}).archived is True
    print("every operation went well")


if __name__ == "__main__":
    main()
