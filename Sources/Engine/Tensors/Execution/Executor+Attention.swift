// Rotation and attention: each token's queries against the keys and values of its sequence, block after block of the cache.

internal import CKernels

extension Executor {
    package func rotate(_ x: DenseTensor, _ rotary: Rotary) -> DenseTensor {
        precondition(x.columns.isMultiple(of: rotary.headSize) && rotary.dimension <= rotary.headSize)
        let table = layout.table(for: rotary)
        let y = scale(x, by: 1)
        let pairCount = table.pairCount
        let (step, distance) = rotary.pairing == .halves ? (1, pairCount) : (2, 1)
        unsafe table.cosines.withUnsafeBufferPointer { cosines in
            unsafe table.sines.withUnsafeBufferPointer { sines in
                guard let cosines = cosines.baseAddress, let sines = sines.baseAddress else { return }
                for token in 0..<y.rows {
                    for head in 0..<y.columns / rotary.headSize {
                        // Pairs lie within a head, as the dimension is at most the head's size.
                        unsafe kernels.rotate(
                            y.row(token) + head * rotary.headSize,
                            cosines + token * pairCount,
                            sines + token * pairCount,
                            pairCount,
                            step,
                            distance
                        )
                    }
                }
            }
        }
        return y
    }

    package func attend(
        _ q: DenseTensor,
        _ k: DenseTensor,
        _ v: DenseTensor,
        _ attention: Attention
    ) -> DenseTensor {
        let headSize = attention.headSize
        precondition(q.columns == attention.headCount * headSize)
        precondition(k.columns == attention.keyValueHeadCount * headSize && v.columns == k.columns)
        let tasks = attentionTasks(attention)
        let longest = layout.pieces.map { $0.start + $0.tokenCount }.max() ?? 0
        let group = attention.headCount / attention.keyValueHeadCount
        let scratch = (0..<pool.workerCount).map { _ in tensor(group, max(1, longest)) }
        let y = tensor(q.rows, q.columns)
        if attention.isCausal { remember(k, v, attention) }
        pool.distribute(tasks.count) { task, worker in
            let task = tasks[task]
            let piece = layout.pieces[task.piece]
            for row in task.rows {
                attend(
                    from: row,
                    of: piece,
                    keyValueHead: task.keyValueHead,
                    to: spans(visibleTo: row, of: piece, keyValueHead: task.keyValueHead, k, v, attention),
                    q: q,
                    into: y,
                    scores: scratch[worker],
                    attention
                )
            }
        }
        return y
    }

    /// A run of keys and values of one head that lie evenly spaced in memory, which outlives the attention.
    @safe private struct Run {
        let keys: UnsafePointer<Float>
        let values: UnsafePointer<Float>
        let stride: Int
        let count: Int
    }

    private struct AttentionTask {
        let piece: Int
        let rows: Range<Int>
        let keyValueHead: Int
    }

    /// Some rows of one sequence with one key/value head: what one worker does at a time.
    private func attentionTasks(_ attention: Attention) -> [AttentionTask] {
        var tasks: [AttentionTask] = []
        for (index, piece) in layout.pieces.enumerated() {
            for head in 0..<attention.keyValueHeadCount {
                for first in stride(from: piece.firstRow, to: piece.rows.upperBound, by: 16) {
                    let rows = first..<min(first + 16, piece.rows.upperBound)
                    tasks.append(AttentionTask(piece: index, rows: rows, keyValueHead: head))
                }
            }
        }
        return tasks
    }

    /// Writes the step's keys and values into the blocks of their sequences.
    private func remember(_ k: DenseTensor, _ v: DenseTensor, _ attention: Attention) {
        guard let cache else { preconditionFailure("causal attention needs a cache") }
        let headSize = attention.headSize
        let blockTokenCount = KeyValueCache.blockTokenCount
        for piece in layout.pieces {
            for row in piece.rows {
                let position = piece.start + row - piece.firstRow
                let block = piece.blocks[position / blockTokenCount]
                let offset = position % blockTokenCount * headSize
                for head in 0..<attention.keyValueHeadCount {
                    let keys = unsafe cache.keys(block: block, layer: attention.layer, head: head) + offset
                    let values = unsafe cache.values(block: block, layer: attention.layer, head: head) + offset
                    // A token's place in a block, and a head of a row of as many heads.
                    unsafe keys.update(from: k.row(row) + head * headSize, count: headSize)
                    unsafe values.update(from: v.row(row) + head * headSize, count: headSize)
                }
            }
        }
    }

    /// What a row sees, as runs in the cache, or in the step itself where there is no cache.
    private func spans(
        visibleTo row: Int,
        of piece: StepLayout.Piece,
        keyValueHead head: Int,
        _ k: DenseTensor,
        _ v: DenseTensor,
        _ attention: Attention
    ) -> [Run] {
        guard let cache, attention.isCausal else {
            let offset = head * attention.headSize
            return unsafe [
                Run(
                    keys: k.row(piece.firstRow) + offset,
                    values: v.row(piece.firstRow) + offset,
                    stride: k.columns,
                    count: piece.tokenCount
                )
            ]
        }
        let end = piece.start + row - piece.firstRow + 1
        var position = attention.window.map { max(0, end - $0) } ?? 0
        var spans: [Run] = []
        while position < end {
            let (index, offset) = position.quotientAndRemainder(dividingBy: KeyValueCache.blockTokenCount)
            let block = piece.blocks[index]
            let count = min(KeyValueCache.blockTokenCount - offset, end - position)
            unsafe spans.append(
                Run(
                    keys: cache.keys(block: block, layer: attention.layer, head: head) + offset * attention.headSize,
                    values: cache.values(block: block, layer: attention.layer, head: head) + offset
                        * attention.headSize,
                    stride: attention.headSize,
                    count: count
                )
            )
            position += count
        }
        return spans
    }

    /// The query heads of a row that share a key/value head: softmax(q·kᵀ · scale)·v over the spans.
    private func attend(
        from row: Int,
        of piece: StepLayout.Piece,
        keyValueHead: Int,
        to spans: [Run],
        q: DenseTensor,
        into y: DenseTensor,
        scores: DenseTensor,
        _ attention: Attention
    ) {
        let headSize = attention.headSize
        let group = attention.headCount / attention.keyValueHeadCount
        let firstColumn = keyValueHead * group * headSize
        let queries = unsafe q.row(row) + firstColumn
        let results = unsafe y.row(row) + firstColumn
        var count = 0
        for index in spans.indices {
            let span = spans[index]
            unsafe kernels.product_f32(
                scores.values + count,
                scores.columns,
                queries,
                headSize,
                span.keys,
                span.stride,
                group,
                span.count,
                headSize
            )
            count += span.count
        }
        for head in 0..<group {
            let row = unsafe scores.row(head)
            for index in 0..<count { unsafe row[index] *= attention.scale }
            if let cap = attention.softCap { unsafe kernels.soft_cap(row, count, cap) }
            unsafe kernels.softmax(row, count)
            let result = unsafe results + head * headSize
            unsafe result.update(repeating: 0, count: headSize)
            var first = 0
            for index in spans.indices {
                let span = spans[index]
                unsafe kernels.add_weighted_rows_f32(
                    result,
                    row + first,
                    span.values,
                    span.stride,
                    span.count,
                    headSize
                )
                first += span.count
            }
        }
    }
}
