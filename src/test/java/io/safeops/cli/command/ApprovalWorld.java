package io.safeops.cli.command;

import io.safeops.approval.ApprovalSigner;
import io.safeops.approval.ClusterIdentity;
import io.safeops.approval.SignerCheck;
import io.safeops.approval.SignerRefusedException;
import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.diagnosis.HealthyCluster;
import io.safeops.document.DocumentException;
import io.safeops.document.Sha256;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.review.Review;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PreparedRequest;
import io.safeops.signature.SignatureNamespace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Surroundings of which nothing is real: a key is its name, and is of the principal before `-key`.
 */
final class ApprovalWorld implements ApprovalSurroundings {
  boolean agrees = true;
  boolean hasTerminal = true;
  Instant now;
  int asked;
  Optional<String> northbound = Optional.of("aaaaaaaa-0000-4000-8000-000000000001");

  ApprovalWorld(Instant now) {
    this.now = now;
  }

  @Override
  public Collected facts(PreparedRequest request) {
    try {
      return new Collected(HealthyCluster.with(), MeasuredTimes.UNKNOWN);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public ClusterIdentity identity(Inventory inventory, Cluster cluster) {
    return new ClusterIdentity(northbound, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public boolean hasTerminal() {
    return hasTerminal;
  }

  @Override
  public boolean agrees(Review review) {
    asked++;
    return agrees;
  }

  @Override
  public ApprovalSigner signer(String key, SignatureNamespace namespace) {
    return message -> key + " " + Sha256.hex(message);
  }

  @Override
  public SignerCheck allowedSigners(Path allowed, SignatureNamespace namespace) {
    return (message, armored, at) -> {
      for (String name : List.of("alice", "bob")) {
        if (armored.equals(name + "-key " + Sha256.hex(message))) {
          return new SignerCheck.Signed(Set.of(name), "SHA256:" + name);
        }
      }
      throw new SignerRefusedException("nobody may sign with this key");
    };
  }

  @Override
  public Clock clock() {
    return Clock.fixed(now, ZoneOffset.UTC);
  }
}
