package io.safeops.openstack;

import io.safeops.document.DocumentException;
import io.safeops.document.Located;
import io.safeops.document.Problem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A reference to a cloud, as in an inventory. It holds no secrets; they are read when needed. */
public sealed interface CloudReference {

  /** The cloud that is meant; reads a file, opens no socket. */
  Cloud resolve() throws DocumentException;

  /** The name in messages before the cloud is known. */
  String description();

  /** A reference by the address of its Neutron, which needs no login. */
  record ByEndpoint(URI endpoint, Optional<Path> authorities) implements CloudReference {
    @Override
    public Cloud resolve() {
      return Cloud.open(endpoint, authorities);
    }

    @Override
    public String description() {
      return endpoint.toString();
    }
  }

  /**
   * A reference by its name in a {@code clouds.yaml}.
   *
   * @param files the possible files; the first one that exists is read
   */
  record ByName(Located<String> name, List<Path> files) implements CloudReference {
    public ByName {
      files = List.copyOf(files);
    }

    @Override
    public Cloud resolve() throws DocumentException {
      for (Path file : files) {
        if (files.size() == 1 || Files.exists(file)) {
          return CloudsFile.read(file, name.value());
        }
      }
      throw new DocumentException(
          List.of(
              new Problem(
                  name.at(),
                  "cloud `"
                      + name.value()
                      + "`: none of these files exists: "
                      + files.stream().map(Path::toString).collect(Collectors.joining(", "))
                      + "; set `clouds: FILE`")));
    }

    @Override
    public String description() {
      return "cloud " + name.value();
    }
  }
}
