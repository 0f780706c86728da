package io.safeops.cli.command;

import io.safeops.approval.ApprovalSigner;
import io.safeops.approval.ClusterIdentity;
import io.safeops.approval.SignerCheck;
import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.ReviewQuestion;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.OpenStack;
import io.safeops.openstack.Cloud;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.session.PreparedRequest;
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

  /** Whether somebody can be asked. */
  boolean hasTerminal();

  /** Whether the operator agrees to sign what was shown. */
  boolean agrees(Review review) throws IOException;

  /**
   * The key that signs.
   *
   * @param key a file, or {@code agent}
   * @throws BadInput if there is no such key
   */
  ApprovalSigner signer(String key) throws BadInput;

  /**
   * Who may sign approvals.
   *
   * @throws BadInput if the file is missing, or others than root can write it
   */
  SignerCheck allowedSigners(Path file) throws BadInput;

  Clock clock();

  /** Those of this machine. */
  static ApprovalSurroundings ofThisMachine() {
    return new OfThisMachine();
  }

  /** The real ones. */
  final class OfThisMachine implements ApprovalSurroundings {

    private static final String NO_SIGNATURES = "this build of safeops cannot make signatures";

    @Override
    public Collected facts(PreparedRequest request)
        throws InterruptedException, DocumentException, ReviewException {
      return FactsCollection.collect(request, Passphrases.ofTerminal());
    }

    /** The facts do not have the {@code _uuid} of NB_Global and SB_Global. */
    @Override
    public ClusterIdentity identity(Inventory inventory, Cluster cluster) throws DocumentException {
      Optional<OpenStack> openstack = inventory.openstack();
      Optional<Cloud> cloud =
          openstack.isPresent() ? Optional.of(openstack.get().cloud().resolve()) : Optional.empty();
      return new ClusterIdentity(
          Optional.empty(),
          Optional.empty(),
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
    public ApprovalSigner signer(String key) throws BadInput {
      throw new BadInput("--key " + key + ": " + NO_SIGNATURES);
    }

    @Override
    public SignerCheck allowedSigners(Path file) throws BadInput {
      throw new BadInput(file + ": " + NO_SIGNATURES);
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }
  }
}
