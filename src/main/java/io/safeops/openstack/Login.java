package io.safeops.openstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/** How one proves to a cloud who one is. */
sealed interface Login {

  /** Nobody asks: the API stands alone, as in a lab. */
  record None() implements Login {}

  /** At Keystone, which also says where the other APIs are. */
  sealed interface Keystone extends Login {
    /** Of its version 3, without {@code /v3}. */
    URI url();

    /** The JSON that it wants. */
    Secret request();
  }

  /**
   * A user and a password.
   *
   * @param scope the project; none asks for the user's default one
   */
  record Password(
      URI url, KeystoneReference user, Secret password, Optional<KeystoneReference> scope)
      implements Keystone {
    @Override
    public Secret request() {
      ObjectNode who = user.json().put("password", password.value());
      ObjectNode auth = identity("password", object("user", who));
      scope.ifPresent(project -> auth.set("scope", object("project", project.json())));
      return new Secret(object("auth", auth).toString());
    }
  }

  /**
   * An application credential, which has a project of its own.
   *
   * @param user needed where the credential is given by its name
   */
  record ApplicationCredential(
      URI url, KeystoneReference credential, Optional<KeystoneReference> user, Secret secret)
      implements Keystone {
    @Override
    public Secret request() {
      ObjectNode what = credential.json().put("secret", secret.value());
      user.ifPresent(owner -> what.set("user", owner.json()));
      return new Secret(object("auth", identity("application_credential", what)).toString());
    }
  }

  private static ObjectNode identity(String method, ObjectNode proof) {
    ObjectNode identity = object(method, proof);
    identity.putArray("methods").add(method);
    return object("identity", identity);
  }

  private static ObjectNode object(String key, ObjectNode value) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.set(key, value);
    return object;
  }
}
