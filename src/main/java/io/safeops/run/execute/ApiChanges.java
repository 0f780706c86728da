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
 * What a run changes through OpenStack's API, and how it undoes that. A rollback waits for a
 * request that is under way, and no other request follows it.
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
  private final ApiUndoStore undoStore;
  private final Object oneAtATime = new Object();

  public ApiChanges(NeutronApi neutronApi, ApiUndoStore undoStore) {
    this.neutronApi = neutronApi;
    this.undoStore = undoStore;
  }

  /** Makes one change; objections say why it failed. */
  Finding make(int step, ApiChange change) throws IOException {
    synchronized (oneAtATime) {
      try (ApiUndoStore.Hold hold = undoStore.hold()) {
        change.act(neutronApi.api(), undo -> undoStore.keep(step, undo.record()));
        return Finding.HOLDS;
      } catch (OpenStackException e) {
        return new Finding(List.of(String.valueOf(e.getMessage())));
      }
    }
  }

  /** Whether there is, or may be, anything to undo. */
  public boolean hasChanged() {
    return undoStore.mayHoldAny();
  }

  /**
   * Undoes everything, the last change first. Forgets the undo once all is proven to be restored.
   *
   * @throws OpenStackException when the API did not answer; then try again
   * @throws IOException when the undo cannot be read, or another process is undoing
   */
  public Finding undo() throws IOException, OpenStackException {
    undoStore.close();
    synchronized (oneAtATime) {
      try (ApiUndoStore.Hold hold = undoStore.hold()) {
        List<String> objections = new ArrayList<>();
        for (JsonNode record : undoStore.kept()) {
          objections.addAll(Actions.undo(record).restore(neutronApi.api()));
        }
        if (objections.isEmpty()) {
          undoStore.forget();
        }
        return new Finding(objections);
      }
    }
  }

  /** The changes stay: nothing can undo them any more. */
  public Finding confirmed() throws IOException {
    undoStore.forget();
    return Finding.HOLDS;
  }
}
