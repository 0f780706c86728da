package io.safeops.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a run was asked for, as the command line hands it to the run process. Values of secret
 * parameters are in it: whoever recovers the run needs them to know the plan again.
 *
 * @param plan absolute path of the plan file, or a playbook's name after {@code builtin:}
 * @param params values given with {@code -p}
 * @param inventory path of the inventory, absolute
 * @param policies folders of further policies, absolute
 * @param waivers rules set aside, with the reason
 * @param stepwise whether each step waits for a go
 * @param user who asks
 * @param host from where
 * @param digest of the plan that was reviewed; empty before the review
 */
public record RunRequest(
    String plan,
    Map<String, String> params,
    String inventory,
    List<String> policies,
    Map<String, String> waivers,
    boolean stepwise,
    String user,
    String host,
    String digest) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public RunRequest {
    Objects.requireNonNull(plan, "no plan");
    Objects.requireNonNull(inventory, "no inventory");
    params = Map.copyOf(params);
    policies = List.copyOf(policies);
    waivers = Map.copyOf(waivers);
  }

  /** The same request, for the plan that was reviewed and no other. */
  public RunRequest reviewed(Plan reviewed) {
    return new RunRequest(
        plan, params, inventory, policies, waivers, stepwise, user, host, reviewed.digest());
  }

  /** The file may have changed since somebody read the review. */
  public boolean isReviewed(Plan read) {
    return read.digest().equals(digest);
  }

  /** Only its owner can read it, whatever directory it is put into. */
  public void save(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  public static RunRequest load(Path file) throws IOException {
    RunRequest request = JSON.readValue(Files.readAllBytes(file), RunRequest.class);
    if (request == null) {
      throw new IOException(file + " says nothing");
    }
    return request;
  }
}
