package io.safeops.openstack;

import io.safeops.document.DocumentException;
import io.safeops.document.HomeDirectory;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads one cloud of a {@code clouds.yaml}, as openstacksdk does. Unknown keys are ignored, because
 * other tools use the file too. No message contains a value that may be a secret.
 */
final class CloudsFile {

  private static final String PASSWORD = "password";
  private static final String V3_PASSWORD = "v3password";
  private static final String CREDENTIAL = "v3applicationcredential";
  private static final String NONE = "none";
  private static final String OVERRIDE = "network_endpoint_override";
  private static final List<String> AVAILABILITIES = List.of("public", "internal", "admin");

  private final Problems problems = new Problems();
  private final Path folder;

  private CloudsFile(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    this.folder = parent == null ? Path.of("/") : parent;
  }

  /**
   * @throws DocumentException with all problems of this cloud
   */
  static Cloud read(Path file, String name) throws DocumentException {
    return new CloudsFile(file).cloud(file, name);
  }

  private Cloud cloud(Path file, String name) throws DocumentException {
    Value clouds = Value.root(YamlFile.read(file), problems).map().required("clouds");
    Map<String, Value> known =
        clouds.entries().stream()
            .collect(
                Collectors.toMap(
                    namedValue -> namedValue.key().value(),
                    Value.NamedValue::value,
                    (first, second) -> first));
    Value found = known.get(name);
    if (found == null) {
      if (problems.isEmpty()) {
        clouds.report("there is no cloud `" + name + "`" + NearestName.hint(name, known.keySet()));
      }
      throw new DocumentException(problems.list());
    }
    MapReader map = found.map();
    String type =
        map.optional("auth_type")
            .oneOf(List.of(PASSWORD, V3_PASSWORD, CREDENTIAL, NONE))
            .map(Located::value)
            .orElse(PASSWORD);
    Value verify = map.optional("verify");
    if (verify.textOrEmpty().equalsIgnoreCase("false")) {
      verify.report(
          "`verify`: safeops always verifies certificates; set `cacert` to the file of your certificate authority");
    }
    Optional<URI> network = endpoint(map.optional(OVERRIDE));
    Optional<String> region = text(map.optional("region_name"));
    String availability =
        map.optional("interface")
            .oneOf(AVAILABILITIES)
            .map(Located::value)
            .orElse(AVAILABILITIES.get(0));
    Optional<Path> authorities = text(map.optional("cacert")).map(this::path);
    Optional<Login> login = Optional.empty();
    if (type.equals(NONE)) {
      login = Optional.of(new Login.None());
      if (!map.has(OVERRIDE)) {
        network = endpoint(map.required("auth").map().required("endpoint"));
      }
    } else if (problems.isEmpty()) {
      login = keystone(map.required("auth").map(), type);
    }
    problems.throwIfAny();
    return new Cloud(name, login.orElseThrow(), network, region, availability, authorities);
  }

  private Optional<Login> keystone(MapReader auth, String type) {
    Optional<URI> url = endpoint(auth.required("auth_url"));
    if (type.equals(CREDENTIAL)) {
      boolean byId = auth.has("application_credential_id");
      Optional<KeystoneReference> credential =
          text(auth.required("application_credential_" + (byId ? "id" : "name")))
              .map(value -> new KeystoneReference(byId ? "id" : "name", value, Optional.empty()));
      Optional<KeystoneReference> user = byId ? Optional.empty() : user(auth);
      Optional<Secret> secret =
          text(auth.required("application_credential_secret")).map(Secret::new);
      return problems.isEmpty()
          ? Optional.of(
              new Login.ApplicationCredential(
                  url.orElseThrow(), credential.orElseThrow(), user, secret.orElseThrow()))
          : Optional.empty();
    }
    Optional<KeystoneReference> user = user(auth);
    Optional<Secret> password = text(auth.required("password")).map(Secret::new);
    Optional<KeystoneReference> project =
        auth.has("project_id") || auth.has("project_name")
            ? reference(auth, "project", "project_")
            : Optional.empty();
    return problems.isEmpty()
        ? Optional.of(
            new Login.Password(
                url.orElseThrow(), user.orElseThrow(), password.orElseThrow(), project))
        : Optional.empty();
  }

  private Optional<KeystoneReference> user(MapReader auth) {
    return reference(auth, "user", "user");
  }

  /**
   * A reference by id, or by name with the id or name of its domain.
   *
   * @param nameKey the text before {@code name} in the key: it is {@code username}, but {@code
   *     project_name}
   */
  private Optional<KeystoneReference> reference(MapReader auth, String what, String nameKey) {
    if (auth.has(what + "_id")) {
      return text(auth.required(what + "_id"))
          .map(id -> new KeystoneReference("id", id, Optional.empty()));
    }
    Function<String, Optional<KeystoneReference>> domain =
        key ->
            text(auth.optional(what + "_domain_" + key))
                .or(() -> text(auth.optional("default_domain_" + key)))
                .map(value -> new KeystoneReference(key, value, Optional.empty()));
    Optional<String> name = text(auth.required(nameKey + "name"));
    Optional<KeystoneReference> where = domain.apply("id").or(() -> domain.apply("name"));
    if (name.isPresent() && where.isEmpty()) {
      problems.add(
          auth.keyAt(nameKey + "name"),
          "`%sname`: a name needs `%s_domain_name` or `%s_domain_id`"
              .formatted(nameKey, what, what));
    }
    return name.map(value -> new KeystoneReference("name", value, where));
  }

  private Optional<URI> endpoint(Value value) {
    Optional<String> text = text(value);
    Optional<URI> uri = text.flatMap(Endpoint::parse);
    if (text.isPresent() && uri.isEmpty()) {
      // Do not quote the value: it may be an address with a password in it.
      value.report("`" + value.name() + "`: expected " + Endpoint.EXPECTED);
    }
    return uri;
  }

  private static Optional<String> text(Value value) {
    Optional<String> text = value.text().map(Located::value);
    if (text.isPresent() && text.get().isEmpty()) {
      value.report("`" + value.name() + "` is empty");
      return Optional.empty();
    }
    return text;
  }

  private Path path(String text) {
    return text.startsWith("~/")
        ? HomeDirectory.ofProcess().resolve(text.substring(2))
        : folder.resolve(text);
  }
}
