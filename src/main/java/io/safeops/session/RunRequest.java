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
 * How a run was asked for, as the command line passes it to the run process. It holds the values of
 * secret parameters: a recovery may need them to read the plan again.
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

  /** The same request, bound to the plan that was reviewed. */
  public RunRequest reviewed(Plan reviewed) {
    return builder(plan, inventory)
        .params(params)
        .policies(policies)
        .waivers(waivers)
        .stepwise(stepwise)
        .user(user)
        .host(host)
        .digest(reviewed.digest())
        .build();
  }

  /** Whether this is the plan that was reviewed: the file may have changed since. */
  public boolean isReviewed(Plan read) {
    return read.digest().equals(digest);
  }

  /** Writes it so that only its owner can read it, in whatever directory. */
  public void save(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  public static RunRequest load(Path file) throws IOException {
    RunRequest request = JSON.readValue(Files.readAllBytes(file), RunRequest.class);
    if (request == null) {
      throw new IOException(file + " is empty");
    }
    return request;
  }

  /** Begins one, to be filled in by name. */
  public static Builder builder(String plan, String inventory) {
    return new Builder(plan, inventory);
  }

  /** What is not set is as the builder begins: nothing, no, or the usual. */
  public static final class Builder {
    private final String plan;
    private final String inventory;
    private Map<String, String> params = Map.of();
    private List<String> policies = List.of();
    private Map<String, String> waivers = Map.of();
    private boolean stepwise;
    private String user = "";
    private String host = "";
    private String digest = "";

    private Builder(String plan, String inventory) {
      this.plan = plan;
      this.inventory = inventory;
    }

    public Builder params(Map<String, String> value) {
      this.params = value;
      return this;
    }

    public Builder policies(List<String> value) {
      this.policies = value;
      return this;
    }

    public Builder waivers(Map<String, String> value) {
      this.waivers = value;
      return this;
    }

    public Builder stepwise(boolean value) {
      this.stepwise = value;
      return this;
    }

    public Builder user(String value) {
      this.user = value;
      return this;
    }

    public Builder host(String value) {
      this.host = value;
      return this;
    }

    public Builder digest(String value) {
      this.digest = value;
      return this;
    }

    public RunRequest build() {
      return new RunRequest(
          plan, params, inventory, policies, waivers, stepwise, user, host, digest);
    }
  }
}
