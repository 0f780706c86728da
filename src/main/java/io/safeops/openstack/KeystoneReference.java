package io.safeops.openstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A reference to a user, a project or a domain in a Keystone request.
 *
 * @param key {@code id} or {@code name}
 * @param domain the domain in which a name is unique; none for an id and for a domain itself
 */
record KeystoneReference(String key, String value, Optional<KeystoneReference> domain) {

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put(key, value);
    domain.ifPresent(where -> json.set("domain", where.json()));
    return json;
  }
}
