package io.safeops.openstack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/** The credentials for a cloud. */
sealed interface Login {

  /** No credentials: the API runs without Keystone, as in a lab. */
  record None() implements Login {}

  /** Credentials for Keystone, whose catalogue has the addresses of the other APIs. */
  sealed interface Keystone extends Login {
    /** The address of Keystone version 3, without {@code /v3}. */
    URI url();

    /** The JSON body of the login request. */
    Secret request();
  }

  /**
   * A user and a password.
   *
   * @param scope the project; none: the user's default project
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
   * An application credential. It belongs to a project, so it needs no scope.
   *
   * @param user the owner; needed if the credential is given by name
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
