//! How often something was tried of which only so much is allowed: signing in, and guessing at codes. A bucket holds tries and
//! gets one back from time to time; of whom it is, its number does not tell.

use super::{Store, StoreError};

/// Every process that shares the database takes from the same buckets. What is kept is the moment at which a bucket would be
/// full again.
impl Store {
    /// Takes one try out of a bucket that holds `burst` and gets one back every `every_ms`. Gives whether there was one;
    /// otherwise in how many milliseconds there will be.
    pub async fn take_try(
        &self,
        bucket: i64,
        now_ms: i64,
        burst: i64,
        every_ms: i64,
    ) -> Result<Result<(), i64>, StoreError> {
        let fits = now_ms + (burst - 1) * every_ms;
        let full_at: Option<i64> = each!(self.database, store => {
            let taken = sqlx::query(
                "INSERT INTO tries (bucket, full_at_ms) VALUES ($1, $2 + $3) ON CONFLICT (bucket) DO UPDATE \
                 SET full_at_ms = CASE WHEN tries.full_at_ms > $2 THEN tries.full_at_ms ELSE $2 END + $3 \
                 WHERE tries.full_at_ms <= $4",
            )
            .bind(bucket)
            .bind(now_ms)
            .bind(every_ms)
            .bind(fits)
            .execute(&store.writers)
            .await?
            .rows_affected();
            if taken == 1 {
                return Ok(Ok(()));
            }
            sqlx::query_scalar("SELECT full_at_ms FROM tries WHERE bucket = $1")
                .bind(bucket)
                .fetch_optional(&store.readers)
                .await?
        });
        Ok(Err(full_at.map_or(every_ms, |full_at| (full_at - fits).max(1))))
    }

    /// Puts a try back, since it was a good one.
    pub async fn give_try_back(&self, bucket: i64, every_ms: i64) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query("UPDATE tries SET full_at_ms = full_at_ms - $2 WHERE bucket = $1")
                .bind(bucket)
                .bind(every_ms)
                .execute(&store.writers)
                .await?;
            Ok(())
        })
    }

    /// By when each of these buckets has its full measure again, in milliseconds since 1970; 0 for one that was never used.
    pub async fn full_at_ms(&self, buckets: [i64; 3]) -> Result<[i64; 3], StoreError> {
        let rows: Vec<(i64, i64)> = each!(self.database, store => {
            sqlx::query_as("SELECT bucket, full_at_ms FROM tries WHERE bucket IN ($1, $2, $3)")
                .bind(buckets[0])
                .bind(buckets[1])
                .bind(buckets[2])
                .fetch_all(&store.readers)
                .await?
        });
        let full_at = |bucket| rows.iter().find(|(found, _)| *found == bucket).map_or(0, |(_, full_at)| *full_at);
        Ok(buckets.map(full_at))
    }

    /// Takes a try out of a bucket, whether there is one or not.
    pub async fn note_try(&self, bucket: i64, now_ms: i64, every_ms: i64) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query(
                "INSERT INTO tries (bucket, full_at_ms) VALUES ($1, $2 + $3) ON CONFLICT (bucket) DO UPDATE \
                 SET full_at_ms = CASE WHEN tries.full_at_ms > $2 THEN tries.full_at_ms ELSE $2 END + $3",
            )
            .bind(bucket)
            .bind(now_ms)
            .bind(every_ms)
            .execute(&store.writers)
            .await?;
            Ok(())
        })
    }

    /// Forgets the buckets that have their full measure again.
    pub async fn forget_tries(&self, now_ms: i64) -> Result<(), StoreError> {
        each!(self.database, store => {
            sqlx::query("DELETE FROM tries WHERE full_at_ms <= $1").bind(now_ms).execute(&store.writers).await?;
            Ok(())
        })
    }
}
