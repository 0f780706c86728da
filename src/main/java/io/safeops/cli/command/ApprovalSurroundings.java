package io.safeops.cli.command;

import io.safeops.approval.ApprovalSigner;
import io.safeops.approval.BindingSource;
import io.safeops.approval.ClusterIdentity;
import io.safeops.approval.HostKeys;
import io.safeops.approval.ProgramDigest;
import io.safeops.approval.SignerCheck;
import io.safeops.approval.SignerRefusedException;
import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.ReviewQuestion;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.OpenStack;
import io.safeops.openstack.Cloud;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.session.PreparedRequest;
import io.safeops.signature.AllowedSigners;
import io.safeops.signature.MessageSigner;
import io.safeops.signature.SignatureException;
import io.safeops.signature.SignatureNamespace;
import io.safeops.signature.SignerChoice;
import io.safeops.signature.VerifiedSigner;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** What the commands about approvals need of the world: the cluster, the terminal, keys, time. */
interface ApprovalSurroundings {

  /** Reads what a review of the plan needs. */
  Collected facts(PreparedRequest request)
      throws InterruptedException, DocumentException, ReviewException;

  /** Which cluster it is, as far as that is known. */
  ClusterIdentity identity(Inventory inventory, Cluster cluster) throws DocumentException;

  /** What the run of a reviewed plan is about. */
  default BindingSource source(PreparedRequest prepared, Review review, Cluster cluster)
      throws IOException, DocumentException {
    return new BindingSource(
        review,
        prepared.rules(),
        prepared.inventory(),
        hostKeys(prepared.inventory()),
        identity(prepared.inventory(), cluster),
        ProgramDigest.ofThis());
  }

  private static HostKeys hostKeys(Inventory inventory) throws IOException {
    try {
      return HostKeys.of(inventory);
    } catch (TransportException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether somebody can be asked. */
  boolean hasTerminal();

  /** Whether the operator agrees to sign what was shown. */
  boolean agrees(Review review) throws IOException;

  /**
   * The key that signs once, for this purpose.
   *
   * @param key a file, or {@code agent}
   * @throws BadInput if there is no such key
   */
  ApprovalSigner signer(String key, SignatureNamespace namespace) throws BadInput;

  /**
   * Who may sign for this purpose.
   *
   * @throws DocumentException if the file does not load, or others than root can write it
   */
  SignerCheck allowedSigners(Path file, SignatureNamespace namespace) throws DocumentException;

  Clock clock();

  /** Those of this machine. */
  static ApprovalSurroundings ofThisMachine() {
    return new OfThisMachine();
  }

  /** The real ones. */
  final class OfThisMachine implements ApprovalSurroundings {

    @Override
    public Collected facts(PreparedRequest request)
        throws InterruptedException, DocumentException, ReviewException {
      return FactsCollection.collect(request, Passphrases.ofTerminal());
    }

    @Override
    public ClusterIdentity identity(Inventory inventory, Cluster cluster) throws DocumentException {
      Optional<OpenStack> openstack = inventory.openstack();
      Optional<Cloud> cloud =
          openstack.isPresent() ? Optional.of(openstack.get().cloud().resolve()) : Optional.empty();
      return new ClusterIdentity(
          cluster.northbound().flatMap(DatabaseStatus::uuid),
          cluster.southbound().flatMap(DatabaseStatus::uuid),
          cluster.neutron().map(Neutron::endpoint),
          cloud.flatMap(Cloud::project));
    }

    @Override
    public boolean hasTerminal() {
      return System.console() != null;
    }

    @Override
    public boolean agrees(Review review) throws IOException {
      return ReviewQuestion.approves(review);
    }

    @Override
    public ApprovalSigner signer(String key, SignatureNamespace namespace) throws BadInput {
      try {
        MessageSigner opened = SignerChoice.parse(key).open(Passphrases.ofTerminal());
        return message -> {
          try (MessageSigner signer = opened) {
            return signer.sign(namespace, message);
          } catch (SignatureException e) {
            throw new IOException("the key " + key + " did not sign: " + e.getMessage(), e);
          }
        };
      } catch (SignatureException | IllegalArgumentException e) {
        throw new BadInput("--key " + key + ": " + e.getMessage());
      }
    }

    @Override
    public SignerCheck allowedSigners(Path file, SignatureNamespace namespace)
        throws DocumentException {
      AllowedSigners allowed = AllowedSigners.load(file);
      return (message, armored, at) -> {
        try {
          VerifiedSigner signer = allowed.verify(armored, message, namespace, at);
          return new SignerCheck.Signed(signer.principals(), signer.fingerprint());
        } catch (SignatureException e) {
          throw new SignerRefusedException(String.valueOf(e.getMessage()), e);
        }
      };
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}
