package io.safeops.run.execute;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.ApiChange;
import io.safeops.action.registry.Actions;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import io.safeops.run.coordinate.RunWork.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run changes itself, through OpenStack's API, and how it takes that back. A request that is
 * on its way when the run turns back is waited for, and no other one follows it.
 */
public final class ApiChanges {

  /** The API that the inventory names. */
  public interface NeutronApi {
    /**
     * @throws OpenStackException when there is none, or it cannot be asked
     */
    NetworkApi api() throws OpenStackException;
  }

  private final NeutronApi neutronApi;
  private final ApiUndoStore book;
  private final Object turn = new Object();

  public ApiChanges(NeutronApi neutronApi, ApiUndoStore book) {
    this.neutronApi = neutronApi;
    this.book = book;
  }

  /** Makes one change; what it says of it is why it failed. */
  Finding act(int step, ApiChange change) throws IOException {
    synchronized (turn) {
      try (ApiUndoStore.Hold hold = book.hold()) {
        change.act(neutronApi.api(), undo -> book.keep(step, undo.record()));
        return Finding.HOLDS;
      } catch (OpenStackException e) {
        return new Finding(List.of(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Whether there is, or may be, anything to undo. */
  public boolean hasChanged() {
    return book.mayHoldAny();
  }

  /**
   * Takes everything back, the last change first, and forgets what is proven to be restored.
   *
   * @throws OpenStackException when the API did not answer: to be tried again
   * @throws IOException when the undo cannot be read, or another process is at it
   */
  public Finding undo() throws IOException, OpenStackException {
    book.close();
    synchronized (turn) {
      try (ApiUndoStore.Hold hold = book.hold()) {
        List<String> objections = new ArrayList<>();
        for (JsonNode record : book.kept()) {
          objections.addAll(Actions.undo(record).restore(neutronApi.api()));
        }
        if (objections.isEmpty()) {
          book.forget();
        }
        return new Finding(objections);
      }
    }
  }

  /** It stays: nothing can undo it any more. */
  public Finding confirmed() throws IOException {
    book.forget();
    return Finding.HOLDS;
  }
}
