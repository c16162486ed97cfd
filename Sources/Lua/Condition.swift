import Glibc

/// A mutex and condition variable.
///
/// Sendable: pthread's own objects are made for sharing; their storage is stable on the heap and freed last.
package final class Condition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let variable = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(variable, nil)
    }

    deinit {
        pthread_cond_destroy(variable)
        pthread_mutex_destroy(mutex)
        variable.deallocate()
        mutex.deallocate()
    }

    package func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Makes a change and wakes who waits for it.
    package func signal(_ change: () -> Void) {
        locked(change)
        pthread_cond_broadcast(variable)
    }

    /// Waits as long as `blocked` holds; it is evaluated under the lock.
    package func wait(while blocked: () -> Bool) {
        locked { while blocked() { pthread_cond_wait(variable, mutex) } }
    }
}
