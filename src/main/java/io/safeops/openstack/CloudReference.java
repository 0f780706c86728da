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

/** How an inventory names a cloud. Secrets are not in it; they are read when they are needed. */
public sealed interface CloudReference {

  /** Which cloud is meant; reads a file, opens no socket. */
  Cloud resolve() throws DocumentException;

  /** What to call it before it is known. */
  String words();

  /** By the address of its Neutron, which asks nobody who they are. */
  record ByEndpoint(URI endpoint, Optional<Path> authorities) implements CloudReference {
    @Override
    public Cloud resolve() {
      return Cloud.open(endpoint, authorities);
    }

    @Override
    public String words() {
      return endpoint.toString();
    }
  }

  /**
   * By its name in a {@code clouds.yaml}.
   *
   * @param files where that may be; the first one that exists is taken
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
                      + "`: there is none of "
                      + files.stream().map(Path::toString).collect(Collectors.joining(", "))
                      + "; give `clouds: FILE`")));
    }

    @Override
    public String words() {
      return "cloud " + name.value();
    }
  }
}
